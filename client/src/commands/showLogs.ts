import type { LogOutputChannel } from "vscode";

export const showLogs = (channel: LogOutputChannel): void => channel.show();
