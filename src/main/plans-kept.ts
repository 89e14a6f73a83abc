import { type DrillPlans, reloadDrills } from '../../config/load.ts'
import type { Installation } from './installation.ts'
import { packageRoot } from './package-root.ts'

/** The last good programmes and calendar: a wrong edit is logged and changes nothing until it is mended. */
export const plansKept = ({ configuration, log }: Installation): (() => DrillPlans) => {
  const { configDir } = configuration.environment
  let good: DrillPlans = configuration
  return () => {
    const reading = reloadDrills({ configDir, packageRoot: packageRoot() })
    if (reading.kind === 'plans') good = reading.plans
    else
      log.error('the drills or their calendar have faults: the last good ones stay in use', { faults: reading.faults })
    return good
  }
}
