import { CommanderError } from 'commander'
import { type Fault, InvalidInput, reasonOf } from '../errors.ts'
import { maskContacts } from '../masking.ts'

/** How a command ends: done, failed, bad usage or bad input, interrupted (128 + SIGINT, as shells count). */
export type ExitCode = 0 | 1 | 2 | 130

/** Ctrl-C, or a SIGTERM, came before the work was done. */
export const interruption = (): Error => new DOMException('interrupted', 'AbortError')

const isInterruption = (thrown: unknown): boolean => thrown instanceof DOMException && thrown.name === 'AbortError'

export const exitCodeOf = (thrown: unknown): ExitCode => {
  // Commander's only successes that throw are help that was asked for, and the version.
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2
  if (isInterruption(thrown)) return 130
  return thrown instanceof InvalidInput ? 2 : 1
}

/** `path: got …, expected … (hint)` */
const faultLine = ({ path, got, expected, hint }: Fault): string =>
  `  ${path}: got ${got}, expected ${expected}${hint === undefined ? '' : ` (${hint})`}`

const faultsOf = (thrown: unknown): readonly Fault[] => (thrown instanceof InvalidInput ? thrown.faults : [])

/** What people read about a failure: what it was and each fault on a line, no stack, no contact. */
export const failureText = (thrown: unknown): string =>
  maskContacts([`kentongan: ${reasonOf(thrown)}`, ...faultsOf(thrown).map(faultLine)].join('\n'))

/** The same for programs. */
export const failureObject = (thrown: unknown): object => {
  const faults = faultsOf(thrown).map(({ path, got, expected, hint }) => ({
    path: maskContacts(path),
    got: maskContacts(got),
    expected,
    ...(hint === undefined ? {} : { hint }),
  }))
  return { error: { message: maskContacts(reasonOf(thrown)), faults } }
}
