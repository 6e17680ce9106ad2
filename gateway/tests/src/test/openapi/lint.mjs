// Holds an OpenAPI document to the strict rules of Redocly's linter: prints what breaks them, and fails where there is any.
import { createConfig, lint } from "@redocly/openapi-core";

const config = await createConfig({ extends: ["recommended-strict"] });
const problems = await lint({ ref: process.argv[2], config });
for (const problem of problems) {
  console.log(`${problem.ruleId}: ${problem.message} ${problem.location[0]?.pointer}`);
}
process.exitCode = problems.length > 0 ? 1 : 0;
