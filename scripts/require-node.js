// Exits if Node is too old. Each program of this folder imports it first, because later imports may need a newer Node.
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24)) {
  console.error(
    `Gatehouse needs Node 20.19, 22.13, 24 or later; this is ${process.versions.node}.`,
  );
  process.exit(1);
}
