// duckdb.mjs FILE THREADS RUNS COLUMN...: DuckDB on the same question; "least median" in ms of the query
// within the process, and on the standard error its answer as a CSV.
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(process.cwd() + "/");
const { DuckDBInstance } = require("@duckdb/node-api");

const [file, threads, runs, ...columns] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:", { threads })).connect();
const by = columns.join(", ");
const sql = `SELECT ${by}, count(*)::VARCHAR AS n FROM read_csv('${file}')
  WHERE outcome = 'Child protection plan' GROUP BY ALL`;
const took = [];
let rows;
for (let i = 0; i <= Number(runs); i++) {
  const from = performance.now();
  rows = (await connection.runAndReadAll(sql)).getRows();
  took.push(performance.now() - from);
}
const sorted = (took.length > 1 ? took.slice(1) : took).sort((a, b) => a - b);
const middle = sorted.length >> 1;
const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
console.log(sorted[0].toFixed(2), median.toFixed(2));
console.error(rows.map((row) => row.join(",")).join("\n"));
