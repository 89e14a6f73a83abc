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

const inIndonesian = (got: string): string =>
  got.replace(/\bnothing$/, 'kosong').replace(/\(unknown key\)$/, '(kunci tidak dikenal)')

/** `path: got …, expected … (hint)`, below the same in Bahasa Indonesia where the fault has it. */
const faultLine = ({ path, got, expected, expectedId, hint }: Fault): string => {
  const english = `  ${path}: got ${got}, expected ${expected}${hint === undefined ? '' : ` (${hint})`}`
  if (expectedId === undefined) return english
  return `  ${path}: tertulis ${inIndonesian(got)}, seharusnya ${expectedId}\n${english}`
}

const faultsOf = (thrown: unknown): readonly Fault[] => (thrown instanceof InvalidInput ? thrown.faults : [])

/** What people read about a failure: what it was and each fault on a line, no stack, no contact. */
export const failureText = (thrown: unknown): string =>
  maskContacts([`kentongan: ${reasonOf(thrown)}`, ...faultsOf(thrown).map(faultLine)].join('\n'))

/** The same for programs. */
export const failureObject = (thrown: unknown): object => {
  const faults = faultsOf(thrown).map(({ path, got, expected, expectedId, hint }) => ({
    path: maskContacts(path),
    got: maskContacts(got),
    expected,
    ...(expectedId === undefined ? {} : { expectedId }),
    ...(hint === undefined ? {} : { hint }),
  }))
  return { error: { message: maskContacts(reasonOf(thrown)), faults } }
}
