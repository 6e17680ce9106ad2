// Azurite refuses options that it does not know, so what only marks the process is taken out first.
const [node, script, installed, ...words] = process.argv;
process.argv = [node, script, ...words.filter((word) => !word.startsWith("-D"))];
require(`${installed}/node_modules/azurite/dist/src/blob/main.js`);
