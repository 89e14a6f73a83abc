import { testSamples } from './sample-run.ts'

testSamples('sh', 'sh')
