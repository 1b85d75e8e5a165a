// Draws images/icon.png: rows of a table, the held-out ones set apart below a dashed cut.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import zlib from "node:zlib";

const size = 256;
const samples = 4; // per pixel and axis, for smooth corners
const background = [29, 39, 51];
const train = [86, 156, 214];
const test = [240, 178, 60];
const cut = [200, 210, 220];

/** Rounded rectangles, later ones on top: x, y, width, height, radius, colour. */
const shapes = [
  [0, 0, size, size, 48, background],
  ...[48, 80, 112].map((y) => [48, y, 160, 20, 8, train]),
  ...[48, 92, 136, 180].map((x) => [x, 148, 28, 6, 3, cut]),
  ...[172, 200].map((y) => [48, y, 160, 20, 8, test]),
];

function colourAt(x, y) {
  for (let i = shapes.length - 1; i >= 0; i--) {
    const [left, top, width, height, radius, colour] = shapes[i];
    const dx = Math.max(left + radius - x, 0, x - (left + width - radius));
    const dy = Math.max(top + radius - y, 0, y - (top + height - radius));
    if (x >= left && x <= left + width && y >= top && y <= top + height && dx * dx + dy * dy <= radius * radius) return colour;
  }
  return null;
}

const rows = Buffer.alloc(size * (size * 4 + 1));
for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) {
    const sum = [0, 0, 0];
    let covered = 0;
    for (let i = 0; i < samples * samples; i++) {
      const colour = colourAt(x + ((i % samples) + 0.5) / samples, y + (Math.floor(i / samples) + 0.5) / samples);
      if (!colour) continue;
      covered++;
      for (let channel = 0; channel < 3; channel++) sum[channel] += colour[channel];
    }
    const at = y * (size * 4 + 1) + 1 + x * 4;
    for (let channel = 0; channel < 3; channel++) rows[at + channel] = covered && Math.round(sum[channel] / covered);
    rows[at + 3] = Math.round((covered / (samples * samples)) * 255);
  }
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "ascii"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8); // 8 bits, RGBA

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", zlib.deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
const target = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), "images", "icon.png");
fs.mkdirSync(path.dirname(target), { recursive: true });
fs.writeFileSync(target, png);
console.log(`${target}: ${png.length} bytes`);
