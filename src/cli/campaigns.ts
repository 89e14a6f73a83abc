import { type Command, Option } from 'commander'
import type { Campaign } from '../drills/campaign.ts'
import { type CampaignSlot, type CampaignTurn, slotFor, turnFrom } from '../drills/campaign.ts'
import { type CampaignFormat, campaignReport, writtenCampaign } from '../main/campaign-report.ts'
import type { Installation } from '../main/installation.ts'
import { campaignRun } from '../main/upkeep-runs.ts'
import { listTurns, type TurnListed } from '../store/campaign-views.ts'
import { unenrolled } from '../store/campaigns.ts'
import { unknownId } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

const MOST_LISTED = 1_000
/** More people than any roster of the country has in one audience. */
const MOST_PEOPLE = 1_000_000

const SHOWN = ['id', 'type', 'kinds', 'region', 'sites', 'from', 'until', 'spreadDays', 'texts'] as const

const shownOf = ({ id, type, audience, from, until, spreadDays, messages }: Campaign) => ({
  ...{ id, type, kinds: audience.kinds, region: audience.region, sites: audience.sites },
  ...{ from, until, spreadDays, texts: messages.length },
})

const validate = async (run: Run): Promise<void> => {
  const campaigns = run.configuration().campaigns.map(shownOf)
  run.print({ valid: true, campaigns }, () => {
    const rows = campaigns.map((campaign) => SHOWN.map((column) => campaign[column]))
    return `${table(SHOWN, rows, '(no campaign)')}\n\n${campaigns.length} campaigns, no fault`
  })
}

interface PreviewedTurn extends CampaignTurn {
  readonly campaignId: string
  readonly type: Campaign['type']
  readonly people: number
  readonly noTimeLeft: number
  readonly first: Date | null
  readonly last: Date | null
}

/** What the turn that is now, or the first, would bring to people it has not taken in yet; nothing is saved. */
const previewed = async ({ database, clock }: Installation, run: Run) => {
  const now = clock.now()
  const { campaigns, calendar } = run.configuration()
  const found: PreviewedTurn[] = []
  for (const campaign of campaigns) {
    const turn = turnFrom(campaign, now)
    if (turn === null) continue
    const people = await unenrolled(database, campaign, turn.turn, MOST_PEOPLE)
    const slots = people
      .map((person) => slotFor(campaign, turn, person, calendar, now))
      .filter((slot): slot is CampaignSlot => slot !== null)
    const due = slots.map(({ dueAt }) => dueAt).toSorted((one, other) => one.getTime() - other.getTime())
    found.push({
      ...{ campaignId: campaign.id, type: campaign.type, ...turn, people: people.length },
      ...{ noTimeLeft: people.length - slots.length, first: due[0] ?? null, last: due.at(-1) ?? null },
    })
  }
  return found
}

const PREVIEWED = ['campaignId', 'type', 'turn', 'startsAt', 'endsAt', 'people', 'noTimeLeft', 'first', 'last'] as const

const preview = async (run: Run): Promise<void> => {
  const turns = await run.withInstallation('campaigns', (installation) => previewed(installation, run))
  run.print({ dryRun: true, turns }, () => {
    const rows = turns.map((turn) => PREVIEWED.map((column) => turn[column]))
    return `${table(PREVIEWED, rows, '(no turn now or to come)')}\n\nNothing saved, nobody written to`
  })
}

const LISTED = [
  ...(['campaignId', 'type', 'turn', 'startsAt', 'endsAt', 'people', 'planned', 'sent'] as const),
  ...(['told', 'answered', 'silent', 'unreached', 'skipped'] as const),
] as const

const turnTable = (turns: readonly TurnListed[]): string =>
  table(
    LISTED,
    turns.map((turn) => LISTED.map((column) => turn[column])),
    '(no turn yet)',
  )

const listed = ({ database }: Installation): Promise<readonly TurnListed[]> =>
  listTurns(database, { campaignId: null, jurisdiction: '', limit: MOST_LISTED })

const plan = async (run: Run): Promise<void> => {
  const plans = run.configuration()
  const done = await run.withInstallation('campaigns', async (installation) => {
    // Whoever sends finds the rows: nothing has to be woken.
    const planned = await campaignRun(
      installation,
      async () => undefined,
      () => plans,
    )()
    return { planned, turns: await listed(installation) }
  })
  run.print(done, () => `${turnTable(done.turns)}\n\n${done.planned} messages planned now`)
}

const list = async (run: Run): Promise<void> => {
  const turns = await run.withInstallation('campaigns', listed)
  run.print({ turns }, () => turnTable(turns))
}

const report = async (run: Run, id: string, format: CampaignFormat = 'md'): Promise<void> => {
  const found = await run.withInstallation('campaigns', (installation) => campaignReport(installation, id, ''))
  if (found === null) throw unknownId('campaign that has begun', id)
  run.print(found, () => writtenCampaign(found, format))
}

export const campaignsCommand = (program: Command, run: Run): void => {
  const campaigns = program
    .command('campaigns')
    .description('Contact tests ("balas 1") and education messages (KIE) of config/campaigns.')
  campaigns
    .command('validate')
    .description('Checks config/campaigns and all other configuration; prints the campaigns.')
    .addHelpText(
      'after',
      '\nFaults are listed with file:line, and the exit code is 2.\nExample:\n  kentongan campaigns validate',
    )
    .action(() => validate(run))
  campaigns
    .command('plan')
    .option('--dry-run', 'show how many people the turn would take in, and when; save nothing')
    .description('Takes people into the turns that are now and plans what is due, as the service does each minute.')
    .addHelpText('after', '\nExamples:\n  kentongan campaigns plan --dry-run\n  kentongan campaigns plan')
    .action(({ dryRun }: { readonly dryRun?: true }) => (dryRun ? preview : plan)(run))
  campaigns
    .command('list')
    .description('Prints the turns of all campaigns with how many people are in which state, the newest first.')
    .addHelpText('after', '\nExample:\n  kentongan campaigns list')
    .action(() => list(run))
  campaigns
    .command('report')
    .description('Writes the report of a campaign: its turns, and of the newest one places and reasons.')
    .argument('<id>', 'the id in its file')
    .addOption(new Option('--format <format>', 'md unless given').choices(['md', 'json', 'csv']))
    .addHelpText(
      'after',
      '\nExamples:\n  kentongan campaigns report tes-kontak\n  kentongan campaigns report tes-kontak --format csv',
    )
    .action((id: string, { format }: { readonly format?: CampaignFormat }) => report(run, id, format))
}
