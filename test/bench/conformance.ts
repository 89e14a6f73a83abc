import { CASES } from '../channels/conformance/cases.ts'
import { DRIVERS } from '../channels/conformance/drivers.ts'
import type { Driver } from '../channels/conformance/stand.ts'
import type { Figure } from './figure.ts'
import type { Stage } from './stage.ts'

type Outcome = 'kept' | 'broken' | 'left out'

const MARKS: Readonly<Record<Outcome, string>> = { kept: '✓', broken: '✗', 'left out': '–' }

/** Each promise of an SMS adapter, played against its gateway on loopback; the table adapter × case goes to `tell`. */
export const conformance = async ({ tell }: Stage): Promise<readonly Figure[]> => {
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
  for (const driver of DRIVERS) {
    const outcomes: Outcome[] = []
    for (const one of CASES) outcomes.push(await outcomeOf(driver, one))
    columns.push(outcomes)
  }
  tell(`| case | ${DRIVERS.map(({ name }) => name).join(' | ')} |`)
  tell(`|---|${DRIVERS.map(() => ':-:|').join('')}`)
  for (const [nth, { name }] of CASES.entries())
    tell(`| ${name} | ${columns.map((outcomes) => MARKS[outcomes[nth] ?? 'broken']).join(' | ')} |`)
  for (const { name, against, leavesOut } of DRIVERS) {
    tell(`${name}: against ${against}`)
    for (const [left, why] of Object.entries(leavesOut)) tell(`  – ${left}: ${why}`)
  }
  if (broken.length > 0) throw new Error(broken.join('\n'))
  return DRIVERS.map(({ name }, nth) => ({
    what: name,
    value: columns[nth]?.filter((outcome) => outcome === 'kept').length ?? 0,
    unit: `of ${CASES.length} cases`,
  }))
}
