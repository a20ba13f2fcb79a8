// Ends a program of this folder that an older Node runs. Imported before all else, as what follows may need a newer one.
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24)) {
  console.error(
    `Gatehouse needs Node 20.19, 22.13, 24 or later; this is ${process.versions.node}.`,
  );
  process.exit(1);
}
