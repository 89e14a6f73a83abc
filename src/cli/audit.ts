import { type Command, Option } from 'commander'
import { AUDIT_SUBJECTS, type AuditSubject, listAudit } from '../store/audit.ts'
import { wholeNumber } from './choices.ts'
import { limit } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

interface Given {
  readonly subject?: AuditSubject
  readonly id?: string
  readonly actor?: string
  readonly action?: string
  readonly before?: number
  readonly limit: number
}

const LIST_HELP = `
Prints the newest decisions first: who, what, when, from where; with --json { "entries": [...], "next" }. Telephone
numbers and e-mail addresses are masked. The database refuses to change or delete an entry. Refused events of operators
are event-refused, 20 a minute for each at most.

Examples:
  kentongan audit list --action event-refused
  kentongan audit list --subject call-out --id 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f
  kentongan audit list --actor op_0123456789abcdef01 --limit 200 --json`

/** Whoever may use the database may see the whole country. */
const READER = { jurisdiction: '' } as const

export const auditCommand = (program: Command, run: Run): void => {
  program
    .command('audit')
    .description('the trail of decisions')
    .command('list')
    .description('list decisions, newest first')
    .addOption(new Option('--subject <what>', 'about one kind of thing').choices(AUDIT_SUBJECTS))
    .option('--id <id>', 'about the thing with this id')
    .option('--actor <id>', 'by this operator, feed or reporter')
    .option('--action <name>', 'of this sort, such as operator-rotated')
    .option('--before <number>', 'older than the entry with this number', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--limit <count>', 'how many at most', limit, 50)
    .addHelpText('after', LIST_HELP)
    .action(async (given: Given) => {
      const page = await run.withInstallation('audit', ({ database }) =>
        listAudit(database, READER, {
          subject: given.subject ?? null,
          subjectId: given.id ?? null,
          actorId: given.actor ?? null,
          action: given.action ?? null,
          limit: given.limit,
          before: given.before === undefined ? null : String(given.before),
        }),
      )
      run.print(page, () =>
        table(
          ['number', 'at', 'who', 'from', 'did', 'to', 'detail'],
          page.entries.map((one) => [
            one.id,
            one.at,
            [one.actor, one.actorId].filter(Boolean).join(' '),
            one.address,
            one.action,
            `${one.subject} ${one.subjectId}`,
            JSON.stringify(one.detail),
          ]),
          'no decisions yet',
        ),
      )
    })
}
