import { reasonOf } from '../errors.ts'
import type { Installation } from './installation.ts'
import { readKnownAhead } from './known-people.ts'

/**
 * Reads what the first event would otherwise wait for: the places, and for a worker the people. Their past is read while
 * others are served already, but where nothing ticks: there nothing may go on by itself.
 */
export const warmUp = async (
  installation: Installation,
  role: 'all' | 'api' | 'worker',
  ticking: boolean,
): Promise<void> => {
  const { places, roster, sites, log } = installation
  places.gazetteer().find('11.01.01.2001')
  places.landmasses()
  try {
    if (role === 'api') await sites()
    else await roster()
    const ahead = readKnownAhead(installation).catch(() => undefined)
    if (!ticking) await ahead
  } catch (thrown) {
    log.warn('the register could not be read yet', { reason: reasonOf(thrown) })
  }
}
