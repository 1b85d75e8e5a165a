/** The process behind the drift panel. Like main.drift.ts it holds DuckDB's native library; unlike it, it compares as well. */
import { serveComparisons } from "./host/duckdb/compareServer.js";

serveComparisons();
