// node wasi.mjs PROGRAM: runs a WebAssembly program; its exit status becomes node's.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { WASI } from 'node:wasi';

const wasi = new WASI({ version: 'preview1', args: process.argv.slice(2), returnOnExit: true });
const { instance } = await WebAssembly.instantiate(readFileSync(process.argv[2]), {
    wasi_snapshot_preview1: wasi.wasiImport,
});
process.exit(wasi.start(instance));
