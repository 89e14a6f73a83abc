import { CASES } from '../channels/conformance/cases.ts'
import { DRIVERS } from '../channels/conformance/drivers.ts'
import { gammuDriver } from '../channels/conformance/gammu-driver.ts'
import { kannelDriver } from '../channels/conformance/kannel-driver.ts'
import type { Driver } from '../channels/conformance/stand.ts'
import { isOnPath } from '../suites.ts'
import type { Figure } from './figure.ts'
import type { Stage } from './stage.ts'

/** Adapters to programs of others, with what such a machine has on its PATH. */
const PROGRAMS: readonly { readonly driver: Driver; readonly needs: string }[] = [
  { driver: kannelDriver, needs: 'bearerbox' },
  { driver: gammuDriver, needs: 'gammu-smsd' },
]

type Outcome = 'kept' | 'broken' | 'left out'

const MARKS: Readonly<Record<Outcome, string>> = { kept: '✓', broken: '✗', 'left out': '–' }

/** Each promise of an SMS adapter, played against its gateway on loopback; the table adapter × case goes to `tell`. */
export const conformance = async ({ tell }: Stage): Promise<readonly Figure[]> => {
  const drivers = [...DRIVERS, ...PROGRAMS.flatMap(({ driver, needs }) => (isOnPath(needs) ? [driver] : []))]
  for (const { driver, needs } of PROGRAMS)
    if (!isOnPath(needs)) tell(`${driver.name}: not played, for ${needs} is not installed`)
  const broken: string[] = []
  const outcomeOf = async (driver: Driver, { name, run }: (typeof CASES)[number]): Promise<Outcome> => {
    if (name in driver.leavesOut) return 'left out'
    try {
      await run(driver)
      return 'kept'
    } catch (thrown) {
      broken.push(`${driver.name}, ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
      return 'broken'
    }
  }
  const columns: (readonly Outcome[])[] = []
  for (const driver of drivers) {
    const outcomes: Outcome[] = []
    for (const one of CASES) outcomes.push(await outcomeOf(driver, one))
    await driver.close?.()
    columns.push(outcomes)
  }
  tell(`| case | ${drivers.map(({ name }) => name).join(' | ')} |`)
  tell(`|---|${drivers.map(() => ':-:|').join('')}`)
  for (const [nth, { name }] of CASES.entries())
    tell(`| ${name} | ${columns.map((outcomes) => MARKS[outcomes[nth] ?? 'broken']).join(' | ')} |`)
  for (const { name, against, leavesOut } of drivers) {
    tell(`${name}: against ${against}`)
    for (const [left, why] of Object.entries(leavesOut)) tell(`  – ${left}: ${why}`)
  }
  if (broken.length > 0) throw new Error(broken.join('\n'))
  return drivers.map(({ name }, nth) => ({
    what: name,
    value: columns[nth]?.filter((outcome) => outcome === 'kept').length ?? 0,
    unit: `of ${CASES.length} cases`,
  }))
}
