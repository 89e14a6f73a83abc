import { testSamples } from './sample-run.ts'

testSamples('mjs', process.execPath)
