import type { Command } from 'commander'
import { z } from 'zod'
import { postSigned, type SendGiven } from './event-post.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'
import { teamShape, teamTable } from './team-table.ts'

const HELP = `
Posts the event to be looked at, not kept: nothing is written and nobody is called. Prints the decision, who would be
called and who not, each with the reason, and what it would cost. Without --url it asks the service of this home; where
none runs, this command works it out. Status 2 for an event with faults, each of them listed.

Example:
  kentongan preview banjir.json --operator op_… --secret whsec_…`

const heads = z.record(z.string(), z.number())

/** As far as it is shown; whatever else the service says stands in --json. */
const previewShape = z.looseObject({
  decision: z.string(),
  reason: z.string(),
  ifApproved: z.boolean(),
  effect: z.string(),
  warnings: z.array(z.string()),
  incidentId: z.string().nullable(),
  callOutId: z.string().nullable(),
  need: heads,
  called: z.number(),
  stays: z.number(),
  stoodDown: z.number(),
  leftOut: z.number(),
  lookedAt: z.number(),
  fartherAway: z.number(),
  chance: z.number().nullable(),
  expectedYes: z.number().nullable(),
  cost: z
    .looseObject({
      rupiah: z.number().nullable(),
      channels: z.record(z.string(), z.looseObject({ messages: z.number(), parts: z.number() })),
      assumed: z.array(z.string()),
    })
    .nullable(),
  minutesToReachAll: z.number().nullable(),
  nextChannelAfterSeconds: z.number().nullable(),
  places: z.array(z.looseObject({ name: z.string() })),
  sitesInArea: z.number(),
  skills: z.record(z.string(), z.number()),
  teams: z.array(teamShape),
  shortfall: z.array(z.string()),
  shortfallText: z.array(z.string()),
  responders: z.array(
    z.looseObject({
      outcome: z.string(),
      kind: z.string().nullable(),
      name: z.string().nullable(),
      reason: z.string(),
      sentence: z.string(),
    }),
  ),
})

const rupiah = (amount: number | null): string => (amount === null ? 'unknown' : `Rp${amount.toLocaleString('id-ID')}`)

const channelsShown = (pause: number | null): string | null =>
  pause === null ? null : pause === 0 ? 'all at once' : `the next after ${pause} s without an answer`

/** A preview as people read it. */
const previewText = (body: unknown): string => {
  const shown = previewShape.parse(body)
  const { cost } = shown
  const messages = Object.entries(cost?.channels ?? {})
    .filter(([, channel]) => channel.messages > 0)
    .map(([name, channel]) => `${channel.messages} ${name} in ${channel.parts} parts`)
  const parts = [
    listing([
      ['decision', `${shown.decision} (${shown.reason})${shown.ifApproved ? ': below is what a yes would do' : ''}`],
      ['effect', shown.effect],
      ['incident', shown.incidentId ?? 'a new one'],
      ['call-out', shown.callOutId ?? 'none yet'],
      ['warnings', shown.warnings],
      ['gather at', shown.places.map(({ name }) => name)],
      ['need', shown.need],
      ['with skills', shown.skills],
      ['called', `${shown.called}, ${shown.stays} stay called, ${shown.stoodDown} stood down`],
      ['expected yes', shown.expectedYes],
      ['chance', shown.chance],
      ['cost', cost === null ? null : `${rupiah(cost.rupiah)} (${messages.join(', ') || 'no messages'})`],
      ['minutes to reach all', shown.minutesToReachAll],
      ['channels', channelsShown(shown.nextChannelAfterSeconds)],
      ['sites in the area', shown.sitesInArea],
      ['shortfall', shown.shortfall],
      ['why', shown.shortfallText],
      ['looked at', `${shown.lookedAt}; ${shown.fartherAway} farther away; ${shown.leftOut} not listed`],
    ]),
    table(
      ['outcome', 'kind', 'name', 'reason', 'why'],
      shown.responders.map((one) => [one.outcome, one.kind, one.name, one.reason, one.sentence]),
      'nobody would be called',
    ),
    ...(shown.teams.length === 0 ? [] : [teamTable(shown.teams)]),
    ...(cost === null ? [] : [`The cost assumes:\n${cost.assumed.map((one) => `- ${one}`).join('\n')}`]),
  ]
  return parts.join('\n\n')
}

export const previewCommand = (program: Command, run: Run): void => {
  program
    .command('preview')
    .description('show what an event would do, and send nothing')
    .argument('<file>', 'the event, JSON or one alert in CAP 1.2 (XML); - is standard input')
    .requiredOption('--operator <id>', 'who would send it')
    .requiredOption('--secret <secret>', 'its signing secret')
    .option('--url <url>', 'where the service listens')
    .addHelpText('after', HELP)
    .action(async (file: string, given: SendGiven) => {
      const body = await postSigned(run, '/v1/events/preview', file, given)
      run.print(body, () => previewText(body))
    })
}
