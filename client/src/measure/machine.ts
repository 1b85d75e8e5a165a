/** Interpreters of Python on this machine, by the places where people keep them. */
import { promises as fs } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Machine } from "./interpreters";

const isWindows = process.platform === "win32";
const environments = [".venv", "venv", "env", ".env", ".conda"];
const inEnvironment = isWindows ? ["Scripts\\python.exe", "python.exe"] : ["bin/python"];
const names = isWindows ? ["python.exe"] : ["python3", "python"];

export const thisMachine: Machine = {
  home: os.homedir(),
  async pythons(folders) {
    const local = folders.flatMap((folder) => environments.flatMap((name) => inEnvironment.map((file) => path.join(folder, name, file))));
    const onPath = (process.env.PATH ?? "").split(path.delimiter).filter(path.isAbsolute);
    const all = [...local, ...onPath.flatMap((folder) => names.map((name) => path.join(folder, name)))];
    const there = await Promise.all(
      all.map((file) =>
        fs.access(file, fs.constants.X_OK).then(
          () => true,
          () => false,
        ),
      ),
    );
    return [...new Set(all.filter((_, i) => there[i]))];
  },
};
