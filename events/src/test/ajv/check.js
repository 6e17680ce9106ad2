// Ajv in strict mode: node check.js NODE_MODULES SCHEMAS EVENTS
// SCHEMAS: a folder of <type>.json. EVENTS: lines of a type, a tab, an event. Prints a line of true or false for each.
const [modules, schemas, events] = process.argv.slice(2);
const Ajv = require(modules + "/ajv/dist/2020");
const { readFileSync, readdirSync } = require("node:fs");

const ajv = new Ajv({ strict: true });
const validators = new Map();
for (const file of readdirSync(schemas)) {
  validators.set(file.replace(".json", ""), ajv.compile(JSON.parse(readFileSync(schemas + "/" + file, "utf8"))));
}
const answers = [];
for (const line of readFileSync(events, "utf8").trimEnd().split("\n")) {
  const tab = line.indexOf("\t");
  answers.push(validators.get(line.slice(0, tab))(JSON.parse(line.slice(tab + 1))));
}
console.log(answers.join("\n"));
