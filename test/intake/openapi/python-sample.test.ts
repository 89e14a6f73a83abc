import { testSamples } from './sample-run.ts'

testSamples('py', 'python3')
