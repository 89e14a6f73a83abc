import { describeAdapter } from './describe-adapter.ts'
import { kannelDriver } from './kannel-driver.ts'

describeAdapter(kannelDriver)
