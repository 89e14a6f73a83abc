import { userInfo } from 'node:os'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { durationMs } from '../../config/quantities.ts'
import { InvalidInput } from '../errors.ts'
import { showText } from '../intake/shown.ts'
import { audit } from '../store/audit.ts'
import type { Connection } from '../store/database.ts'
import {
  addOperator,
  listOperators,
  MAX_OVERLAP_MS,
  ROLES,
  revokeOperator,
  rotateOperator,
} from '../store/operators.ts'
import { unknownId } from './given.ts'
import { checkedOperator, type Given } from './operator-given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

const ADD_HELP = `
Prints { operatorId, secret, token } once; they cannot be shown again. The secret (whsec_…) signs events, the token is
the bearer for everything else. Every fault is listed at once. An office that answers for part of its region only gets a
polygon besides, a GeoJSON file: what lies outside the polygon, or outside the code, is refused.

Examples:
  kentongan operator add --name "Pusdalops BPBD Bantul" --jurisdiction 34.02 --role sender
  kentongan operator add --name "UPT BPBD Selatan" --jurisdiction 34.02 --area selatan.geojson --role sender
  kentongan operator add --name "Kemensos" --jurisdiction '' --role admin --email piket@kemensos.example`

const LIST_HELP = `
Prints every operator, revoked ones too; with --json { "operators": [...] }. Secrets and contacts are not shown.`

const ROTATE_HELP = `
Prints { operatorId, secret, token, previousUntil } once. The former secret and token hold beside the new ones until
previousUntil, in every process: change them in the sender's program meanwhile. Only one former pair is kept: rotating
again within that time ends the older one. If a key leaked, --overlap 0s ends the former ones at once.

Examples:
  kentongan operator rotate op_0123456789abcdef01
  kentongan operator rotate op_0123456789abcdef01 --overlap 0s`

const REVOKE_HELP = `
Nothing signed or asked by this operator is accepted from now on. Prints { operatorId, revoked: true }.

Example:
  kentongan operator revoke op_0123456789abcdef01`

/** Whose hands were on the keyboard; an account without a name is shown by its number. */
const login = (): string => {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

/** Writes down, in the transaction that does it, what a command did to an operator. */
const auditCommandLine = (
  db: Connection,
  at: Date,
  action: string,
  operatorId: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> =>
  audit(db, {
    at,
    actor: 'program',
    actorId: null,
    action,
    subject: 'operator',
    subjectId: operatorId,
    detail: { login: login(), ...detail },
    address: 'cli',
  })

const overlap = (text: string): number => {
  const ms = /^0[smhd]?$/.test(text) ? 0 : durationMs(text)
  if (ms <= MAX_OVERLAP_MS) return ms
  throw new InvalidArgumentError('A duration from 0s to 30d, such as 45s, 10m, 24h or 7d.')
}

const USUAL_OVERLAP = '24h'

const KEEP_THEM = 'keep the secret and the token now: they are shown this once'

export const operatorCommand = (program: Command, run: Run): void => {
  const operator = program.command('operator').description('who may send events and look at call-outs')

  operator
    .command('add')
    .description('add an operator and print its secrets once')
    .requiredOption('--name <name>', 'who it is, as shown in lists')
    .requiredOption('--jurisdiction <code>', "Kemendagri code of a region; '' is the whole country")
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--area <file>', 'GeoJSON polygon within the region, for an office that answers for part of it')
    .option('--organisation <name>', 'the source of its events (default: the name)')
    .option('--email <address>', 'where it is told what concerns operators')
    .option('--phone <number>', 'its mobile number, for the same')
    .addHelpText('after', ADD_HELP)
    .action(async (options: Given) => {
      const added = await run.withInstallation('operator', async (installation) => {
        const { database, seal, clock } = installation
        const given = await checkedOperator(options, installation)
        const { name, organisation, jurisdiction, role } = given
        const now = clock.now()
        return database.transact(async (connection) => {
          const keys = await addOperator(connection, seal, given, now)
          const detail = { name, organisation, jurisdiction, role, hasArea: given.jurisdictionArea !== null }
          await auditCommandLine(connection, now, 'operator-added', keys.operatorId, detail)
          return keys
        })
      })
      run.tell(KEEP_THEM)
      run.print(added, () => listing(Object.entries(added)))
    })

  operator
    .command('list')
    .description('list the operators')
    .addHelpText('after', LIST_HELP)
    .action(async () => {
      const operators = await run.withInstallation('operator', ({ database, clock }) =>
        listOperators(database, clock.now()),
      )
      run.print({ operators }, () =>
        table(
          ['id', 'name', 'organisation', 'jurisdiction', 'role', 'added', 'former keys until', 'revoked'],
          operators.map((one) => [
            one.operatorId,
            one.name,
            one.organisation,
            `${one.jurisdiction || 'whole country'}${one.hasArea ? ' (in its polygon)' : ''}`,
            one.role,
            one.createdAt,
            one.previousUntil,
            one.revokedAt,
          ]),
          'no operator yet: kentongan operator add',
        ),
      )
    })

  operator
    .command('rotate')
    .description('give an operator new keys; the former ones hold for a while')
    .argument('<id>', 'the operator, as `operator list` shows it')
    .option('--overlap <duration>', `how long the former keys hold (default: ${USUAL_OVERLAP})`, overlap)
    .addHelpText('after', ROTATE_HELP)
    .action(async (operatorId: string, given: { overlap?: number }) => {
      const overlapMs = given.overlap ?? durationMs(USUAL_OVERLAP)
      const rotated = await run.withInstallation('operator', async ({ database, seal, clock }) => {
        const now = clock.now()
        return database.transact(async (connection) => {
          const outcome = await rotateOperator(connection, seal, operatorId, overlapMs, now)
          if (outcome.kind === 'rotated') {
            const { previousUntil, cutShort } = outcome
            await auditCommandLine(connection, now, 'operator-rotated', operatorId, { previousUntil, cutShort })
          }
          return outcome
        })
      })
      if (rotated.kind === 'unknown') throw unknownId('operator', showText(operatorId))
      if (rotated.kind === 'revoked')
        throw new InvalidInput('This operator was revoked', [
          { path: 'ID', got: operatorId, expected: 'an operator in office', hint: 'add a new one: operator add' },
        ])
      if (rotated.cutShort !== null)
        run.tell(`the keys before those, which were to hold until ${rotated.cutShort.toISOString()}, ended now`)
      run.tell(KEEP_THEM)
      const printed = { ...rotated.keys, previousUntil: rotated.previousUntil }
      run.print(printed, () => listing(Object.entries(printed)))
    })

  operator
    .command('revoke')
    .description('let an operator do nothing from now on')
    .argument('<id>', 'the operator, as `operator list` shows it')
    .addHelpText('after', REVOKE_HELP)
    .action(async (operatorId: string) => {
      const revoked = await run.withInstallation('operator', async ({ database, clock }) => {
        const now = clock.now()
        return database.transact(async (connection) => {
          const outcome = await revokeOperator(connection, operatorId, now)
          if (outcome === 'revoked') await auditCommandLine(connection, now, 'operator-revoked', operatorId, {})
          return outcome
        })
      })
      if (revoked === 'unknown') throw unknownId('operator', showText(operatorId))
      run.print({ operatorId, revoked: true }, () => `revoked ${operatorId}`)
    })
}
