import { keysUnderChaos } from './keys.ts';
console.log(await keysUnderChaos());
