import { z } from 'zod'
import { table } from './table.ts'

/** A team as the routes show it. */
export const teamShape = z.object({
  siteCode: z.string(),
  name: z.string(),
  state: z.string(),
  members: z
    .array(z.object({ kind: z.string(), responderId: z.string(), minutes: z.number(), coming: z.boolean() }).readonly())
    .readonly(),
  jointMinutes: z.number().nullable(),
  fallback: z.array(z.string()).readonly().optional(),
  lacks: z.array(z.string()).readonly().optional(),
})

type TeamShown = Readonly<z.output<typeof teamShape>>

/** One line for each affected KSB: who makes its team, the minutes of the later one, who stands in, what it lacks. */
export const teamTable = (teams: readonly TeamShown[]): string =>
  table(
    ['KSB', 'name', 'team', 'who', 'minutes', 'stands in', 'lacks'],
    teams.map(({ siteCode, name, state, members, jointMinutes, fallback, lacks }) => [
      siteCode,
      name,
      state,
      members.map(({ kind, responderId, coming }) => `${kind} ${responderId}${coming ? '' : ' (awaited)'}`).join(', '),
      jointMinutes,
      fallback?.join(', ') ?? null,
      lacks?.join(', ') ?? null,
    ]),
  )
