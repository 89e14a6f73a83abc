import { type Command, Option } from 'commander'
import { type Fault, InvalidInput } from '../errors.ts'
import { readMobile } from '../intake/phone.ts'
import { isSeenLine } from '../intake/plain-text.ts'
import { maskContact, showText } from '../intake/shown.ts'
import type { Gazetteer } from '../roster/gazetteer.ts'
import { readRegionCode } from '../roster/region.ts'
import { addOperator, listOperators, ROLES, type Role, revokeOperator } from '../store/operators.ts'
import { unknownId } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

interface Given {
  readonly name: string
  readonly jurisdiction: string
  readonly role: Role
  readonly organisation?: string
  readonly email?: string
  readonly phone?: string
}

const MAX_NAME = 200

/** Of addresses that mail servers take without quoting; whether anybody reads there, no pattern knows. */
const EMAIL = /^[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/

const checkedName = (path: string, text: string, faults: Fault[]): string => {
  const name = text.trim()
  if (name === '' || name.length > MAX_NAME || !isSeenLine(name))
    faults.push({ path, got: showText(name), expected: `one line of 1 to ${MAX_NAME} characters` })
  return name
}

const checkedJurisdiction = (text: string, gazetteer: () => Gazetteer, faults: Fault[]): string => {
  const code = text.trim()
  if (code === '') return ''
  const reading = readRegionCode(code)
  const expected = "a Kemendagri code such as 32, 32.04 or 32.04.15.2003, or '' for the whole country"
  if (reading.kind === 'not-a-code')
    faults.push({ path: '--jurisdiction', got: showText(code), expected, hint: reading.hint })
  else if (gazetteer().find(reading.code) === undefined)
    faults.push({ path: '--jurisdiction', got: showText(code), expected, hint: 'no region has this code' })
  return code
}

const checkedPhone = (text: string | undefined, faults: Fault[]): string | null => {
  if (text === undefined || text.trim() === '') return null
  const reading = readMobile(text)
  if (reading.kind === 'phone') return reading.e164
  const got = `${maskContact(text)}, which ${reading.why}`
  faults.push({ path: '--phone', got, expected: 'a mobile number', hint: reading.remedy })
  return null
}

const checkedEmail = (text: string | undefined, faults: Fault[]): string | null => {
  const email = text?.trim() ?? ''
  if (email === '') return null
  if (!EMAIL.test(email) || email.length > 254)
    faults.push({ path: '--email', got: maskContact(email), expected: 'one e-mail address' })
  return email
}

const checked = (given: Given, gazetteer: () => Gazetteer) => {
  const faults: Fault[] = []
  const name = checkedName('--name', given.name, faults)
  const operator = {
    name,
    organisation: given.organisation === undefined ? name : checkedName('--organisation', given.organisation, faults),
    jurisdiction: checkedJurisdiction(given.jurisdiction, gazetteer, faults),
    role: given.role,
    email: checkedEmail(given.email, faults),
    phone: checkedPhone(given.phone, faults),
  }
  if (faults.length > 0) throw new InvalidInput('The operator cannot be added', faults)
  return operator
}

const ADD_HELP = `
Prints { operatorId, secret, token } once; they cannot be shown again. The secret (whsec_…) signs events, the token is
the bearer for everything else. Every fault is listed at once.

Examples:
  kentongan operator add --name "Pusdalops BPBD Bantul" --jurisdiction 34.02 --role sender
  kentongan operator add --name "Kemensos" --jurisdiction '' --role admin --email piket@kemensos.example`

const LIST_HELP = `
Prints every operator, revoked ones too; with --json { "operators": [...] }. Secrets and contacts are not shown.`

const REVOKE_HELP = `
Nothing signed or asked by this operator is accepted from now on. Prints { operatorId, revoked: true }.

Example:
  kentongan operator revoke op_0123456789abcdef01`

export const operatorCommand = (program: Command, run: Run): void => {
  const operator = program.command('operator').description('who may send events and look at call-outs')

  operator
    .command('add')
    .description('add an operator and print its secrets once')
    .requiredOption('--name <name>', 'who it is, as shown in lists')
    .requiredOption('--jurisdiction <code>', "Kemendagri code of a region; '' is the whole country")
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--organisation <name>', 'the source of its events (default: the name)')
    .option('--email <address>', 'where it is told what concerns operators')
    .option('--phone <number>', 'its mobile number, for the same')
    .addHelpText('after', ADD_HELP)
    .action(async (given: Given) => {
      const added = await run.withInstallation('operator', ({ database, seal, clock, places }) =>
        addOperator(database, seal, checked(given, places.gazetteer), clock.now()),
      )
      run.tell('keep the secret and the token now: they are shown this once')
      run.print(added, () => listing(Object.entries(added)))
    })

  operator
    .command('list')
    .description('list the operators')
    .addHelpText('after', LIST_HELP)
    .action(async () => {
      const operators = await run.withInstallation('operator', ({ database }) => listOperators(database))
      run.print({ operators }, () =>
        table(
          ['id', 'name', 'organisation', 'jurisdiction', 'role', 'added', 'revoked'],
          operators.map((one) => [
            one.operatorId,
            one.name,
            one.organisation,
            one.jurisdiction === '' ? 'whole country' : one.jurisdiction,
            one.role,
            one.createdAt,
            one.revokedAt,
          ]),
          'no operator yet: kentongan operator add',
        ),
      )
    })

  operator
    .command('revoke')
    .description('let an operator do nothing from now on')
    .argument('<id>', 'the operator, as `operator list` shows it')
    .addHelpText('after', REVOKE_HELP)
    .action(async (operatorId: string) => {
      const revoked = await run.withInstallation('operator', ({ database, clock }) =>
        revokeOperator(database, operatorId, clock.now()),
      )
      if (!revoked) throw unknownId('operator', showText(operatorId))
      run.print({ operatorId, revoked }, () => `revoked ${operatorId}`)
    })
}
