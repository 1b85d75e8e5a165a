/** A line in the terminal that says how far a command is, and is gone when it is through. */

/** What is done in a moment needs no line. */
const patience = 500;
const rest = 100;

/** Writes are spaced out: the line is for people. `now`: milliseconds. */
export function progressLine(write: (text: string) => void, now: () => number = () => performance.now()): (done: number, total: number) => void {
  const start = now();
  let last = start + patience - rest;
  let isShown = false;
  return (done, total) => {
    if (done >= total) {
      if (isShown) write("\r\u001b[K");
      isShown = false;
    } else if (now() - last >= rest) {
      last = now();
      isShown = true;
      // The cursor waits at the start of the line, so that whatever comes after an interrupt does not stand behind it.
      write(`\r\u001b[K${done} of ${total} files (${Math.floor((100 * done) / total)} %)\r`);
    }
  };
}
