import { InvalidInput } from '../errors.ts'
import type { ActOutcome, CallOutNeeds } from '../intake/call-out-routes.ts'
import { mayActAs, type Operator } from '../intake/operator.ts'
import { showText } from '../intake/shown.ts'
import { callOutNeeds } from '../main/call-out-needs.ts'
import type { Installation } from '../main/installation.ts'
import { operatorNeeds } from '../main/operator-needs.ts'
import { publishedUrl } from '../main/published-url.ts'
import { withQueues } from '../main/queue-access.ts'
import { calledByExternalId } from '../store/call-sheets.ts'
import type { Database } from '../store/database.ts'
import { isUuid, unknownId } from './given.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'

/** Whoever may use the database may do all this; the timeline says that it came from here. */
export const COMMAND_LINE: Operator = {
  operatorId: 'cli',
  organisation: 'cli',
  jurisdiction: '',
  jurisdictionArea: null,
  role: 'admin',
}

/** Does what the route of the same name does, and prints what came of it. */
export const actOn = async (
  run: Run,
  callOutId: string,
  act: (needs: CallOutNeeds, installation: Installation) => Promise<ActOutcome>,
): Promise<void> => {
  const outcome = await run.withInstallation('call-out', (installation) =>
    withQueues(installation, (queues) => {
      const publicUrl = (): string => publishedUrl(installation.configuration.environment)
      return act(callOutNeeds(installation, queues, publicUrl), installation)
    }),
  )
  switch (outcome.kind) {
    case 'done':
      return run.print(outcome.body, () => listing(Object.entries(outcome.body)))
    case 'not-found':
      throw unknownId('call-out', callOutId)
    case 'refused':
      // 409: what was asked makes sense, only not in the state that things are in.
      throw outcome.status === 409 ? new Error(outcome.detail) : new InvalidInput(outcome.detail)
  }
}

/** An operator who may decide about proposals. Throws InvalidInput for anybody else. */
export const decider = async (installation: Installation, operatorId: string): Promise<Operator> => {
  const operator = await operatorNeeds(installation).byId(operatorId)
  const expected = 'the id of an operator with the role sender, approver or admin, as `operator list` shows it'
  const refused = (got: string): InvalidInput =>
    new InvalidInput('This operator cannot decide', [{ path: '--operator', got, expected }])
  if (operator === null) throw refused(`${showText(operatorId)}, which is unknown or revoked`)
  if (!mayActAs(operator, 'sender')) throw refused(`a ${operator.role}`)
  return operator
}

/** Who orders the Tagana, where both parts are given. Throws InvalidInput where only one is. */
export const authorityGiven = ({
  authorisedBy,
  office,
}: {
  readonly authorisedBy?: string
  readonly office?: string
}): { name: string; office: string } | null => {
  if (authorisedBy === undefined && office === undefined) return null
  if (authorisedBy === undefined || office === undefined)
    throw new InvalidInput('An authority has a name and an office', [
      {
        path: authorisedBy === undefined ? '--authorised-by' : '--office',
        got: 'nothing',
        expected: 'both --authorised-by and --office',
      },
    ])
  return { name: authorisedBy, office }
}

/**
 * The row's id of somebody called, by that id or the one that their list gave them (external_id). Throws InvalidInput for
 * one that nobody called has, or two of several lists.
 */
export const calledPerson = async (database: Database, callOutId: string, given: string): Promise<string> => {
  if (isUuid(given)) return given.trim().toLowerCase()
  const [found, ...others] = await calledByExternalId(database, callOutId, given.trim())
  if (found !== undefined && others.length === 0) return found
  const got = `${showText(given)}, which ${found === undefined ? 'nobody called has' : 'people of several lists have'}`
  const expected = 'the id of somebody called for this call-out, as call-sheet or call-out considered --json shows it'
  throw new InvalidInput('It is not clear who answered', [{ path: '--responder', got, expected }])
}
