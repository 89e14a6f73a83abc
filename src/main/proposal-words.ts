import type { WordEvent } from '../store/proposals.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'

/** What a notice of a proposal says of its event, as it said when it came in. */
export const proposalWords =
  (installation: Pick<Installation, 'places'>): WordEvent =>
  ({ event, regencyCode }, office) =>
    fieldsOf(installation, { event, code: '', office, regencyCode }, null)
