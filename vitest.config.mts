import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // These run inside VS Code: see test/host/run.mjs.
    exclude: ["test/host/**", "**/node_modules/**"],
    testTimeout: 30_000,
  },
});
