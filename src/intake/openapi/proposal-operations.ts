import { type Operation, type Parameter, strictOf, TEXT } from './operation.ts'

const TOKEN: Parameter = {
  name: 'token',
  in: 'path',
  required: true,
  description: 'The token of the link in the message that asks an operator to decide',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{18,24}$' },
  example: 'AQIDBAUGBwgJCgsMDQ4',
}

const PAGE = { type: 'text/html', schema: TEXT }
const UNKNOWN = { description: 'A page that says that the link is not known', content: PAGE }

const WORDS = { type: 'string', maxLength: 200 }

const TAP = strictOf(
  { decision: { enum: ['approve', 'decline'] }, nonce: { type: 'string', maxLength: 100 }, name: WORDS, office: WORDS },
  ['nonce', 'name', 'office'],
)

/** Deciding about a proposal by the link that an operator was sent. */
export const PROPOSAL_OPERATIONS: readonly Operation[] = [
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
    answers: { 200: { description: 'The page', content: PAGE }, 404: UNKNOWN },
  },
  {
    method: 'post',
    path: '/p/{token}',
    tag: 'Call-outs',
    summary: 'Approve or decline by the page',
    description:
      'What the buttons of the page send; done as the operator whom the link was sent to, by the same rules as the ' +
      'routes of call-outs. Without the nonce of the page, when something else waits than it showed, or within 3 s of ' +
      'an e-mail’s hand-over nothing is decided, and the page is shown again. `name` and `office` say who orders ' +
      'Tagana, where nobody is named. At most 20 a minute for one link.',
    access: 'link',
    parameters: [TOKEN],
    body: {
      required: true,
      contents: [
        {
          type: 'application/x-www-form-urlencoded',
          schema: TAP,
          example: { decision: 'approve', nonce: 'as the page has it' },
        },
      ],
    },
    answers: {
      200: { description: 'The page, with what became of the tap or why it was refused', content: PAGE },
      400: { description: 'A page that asks to choose a decision', content: PAGE },
      404: UNKNOWN,
      429: { description: 'A page that asks to wait', content: PAGE },
    },
  },
]
