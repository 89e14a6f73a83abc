import { playHistories } from './incident-histories.ts'

// Half as many again as are needed, the nearest.
await playHistories('overcall: 1.5\nwave: { method: overcall }', (need) => Math.ceil(need * 1.5))
