import { ID, json, type Operation, objectOf, orNull, type Parameter, pathId, strictOf, TEXT } from './operation.ts'

const TOKEN: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'The token of the link in the message that asks an operator to decide',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{18,24}$' },
  example: 'AQIDBAUGBwgJCgsMDQ4',
}

const PAGE = { type: 'text/html', schema: TEXT }
const EXPIRED = { description: 'A page that says that the link has expired', content: PAGE }
const UNKNOWN = { description: 'A page that says that the link is not known', content: PAGE }

const WORDS = { type: 'string', maxLength: 200 }

const SHORT = { type: 'string', maxLength: 100 }

const TAP = strictOf(
  {
    decision: { enum: ['approve', 'decline'] },
    nonce: SHORT,
    shown: SHORT,
    code: SHORT,
    name: WORDS,
    office: WORDS,
  },
  ['nonce', 'shown', 'code', 'name', 'office'],
)

const AN_ID = '0190a8f2-0000-7000-8000-000000000001'
const ONE = pathId('a call-out', AN_ID)
const GIVEN = { type: 'string', minLength: 1, maxLength: 200 }
const WHY = orNull({ type: 'string', minLength: 1, maxLength: 500 })
const EVENTS = orNull({ type: 'array', items: ID, minItems: 1, maxItems: 100 })
const APPROVED = strictOf({ authorisedBy: orNull(strictOf({ name: GIVEN, office: GIVEN })), eventIds: EVENTS }, [
  'authorisedBy',
  'eventIds',
])
const DECLINED = strictOf({ reason: WHY, eventIds: EVENTS }, ['reason', 'eventIds'])
const DONE = objectOf({ callOutId: ID, status: TEXT })
const FOREIGN = { description: 'Your own event, a role that does not allow it, or outside your jurisdiction' }

/** Deciding about a proposal: by a route of call-outs, or by the link that an operator was sent. */
export const PROPOSAL_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/v1/call-outs/{id}/approve',
    tag: 'Call-outs',
    summary: 'Approve a proposed call-out',
    description:
      'By a second operator: whoever posted the event cannot approve it. What a feed or a village proposed a sender ' +
      'may confirm; what an operator posted wants an approver. The body may be left out, unless an authority for the ' +
      'Tagana is missing. With `eventIds`, those that waited when you looked (`waitingEventIds`), nothing is approved ' +
      'where something else waits by now.',
    access: 'sender',
    parameters: [ONE],
    body: {
      required: false,
      contents: [
        json(APPROVED, {
          authorisedBy: { name: 'Kepala Dinas Sosial', office: 'Dinas Sosial Kab. Bantul' },
          eventIds: [AN_ID],
        }),
      ],
    },
    answers: {
      200: { description: 'Approved', content: json(DONE) },
      403: FOREIGN,
      409: { description: 'Nothing waits for approval any more, or something else than `eventIds`' },
    },
  },
  {
    method: 'post',
    path: '/v1/call-outs/{id}/decline',
    tag: 'Call-outs',
    summary: 'Decline a proposed call-out',
    description: 'Nobody is called for it. The body may be left out.',
    access: 'sender',
    parameters: [ONE],
    body: { required: false, contents: [json(DECLINED, { reason: 'sudah ditangani desa' })] },
    answers: {
      200: { description: 'Declined', content: json(DONE) },
      403: FOREIGN,
      409: { description: 'Nothing waits for a decision any more, or something else than `eventIds`' },
    },
  },
  {
    method: 'get',
    path: '/p/{token}',
    tag: 'Call-outs',
    summary: 'The page of a proposal',
    description:
      'Behind the link in the message to an operator. For people: in Indonesian, at most 10 kB, no script. Shows what ' +
      'waits, or who decided what, and changes nothing.',
    access: 'link',
    parameters: [TOKEN],
    answers: { 200: { description: 'The page', content: PAGE }, 404: UNKNOWN, 410: EXPIRED },
  },
  {
    method: 'post',
    path: '/p/{token}',
    tag: 'Call-outs',
    summary: 'Approve or decline by the page',
    description:
      'What the buttons of the page send; done as the operator whom the link was sent to, by the same rules as the ' +
      'routes of call-outs. Without the nonce of the page, when something else waits than it `shown`, or within 3 s of ' +
      'an e-mail’s hand-over nothing is decided, and the page is shown again. An approval repeats the `code` of the ' +
      'message that the link came in: the page does not say it, so that no mail scanner approves. `name` and `office` say who orders ' +
      'Tagana, where nobody is named. At most 20 a minute for one link.',
    access: 'link',
    parameters: [TOKEN],
    body: {
      required: true,
      contents: [
        {
          type: 'application/x-www-form-urlencoded',
          schema: TAP,
          example: { decision: 'approve', nonce: 'as the page has it', shown: 'as the page has it', code: 'A7K2' },
        },
      ],
    },
    answers: {
      200: { description: 'The page, with what became of the tap or why it was refused', content: PAGE },
      400: { description: 'A page that asks to choose a decision', content: PAGE },
      404: UNKNOWN,
      409: { description: 'The page: something else waits by now than it showed', content: PAGE },
      410: EXPIRED,
      429: { description: 'A page that asks to wait', content: PAGE },
    },
  },
]
