import { expect, test } from 'vitest'
import {
  type CertificateNeeds,
  type CertificatesWritten,
  certificateRoutes,
} from '../../src/intake/certificate-routes.ts'
import { aRouteServer, operatorsWith } from './a-route-server.ts'
import { bearer, CALL_OUT } from './stand-ins.ts'

const aServer = (made: CertificatesWritten = { kind: 'written', text: '{}' }) => {
  const asked: object[] = []
  const needs: CertificateNeeds = {
    write: async (act) => {
      asked.push(act)
      return made
    },
    check: async (number) => (number === 'KTG-7Q2M4-XKD92' ? { number, worth: 'valid' } : null),
  }
  const app = aRouteServer((routes) => certificateRoutes(routes, needs, operatorsWith({})))
  const post = (query = '', body: object = {}, role: 'viewer' | 'sender' = 'sender', drill: string = CALL_OUT) =>
    app.inject({
      method: 'POST',
      url: `/v1/drills/${drill}/certificates${query}`,
      payload: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...bearer(role) },
    })
  const check = (number: string, headers: Record<string, string> = bearer('viewer')) =>
    app.inject({ url: `/v1/certificates/${number}`, headers })
  return { asked, post, check }
}

test.each([
  ['', 'application/json', 'json'],
  ['?format=html', 'text/html', 'html'],
  ['?format=md', 'text/markdown', 'md'],
])('a sender has certificates written%s, as %s', async (query, type, format) => {
  const { asked, post } = aServer()
  const reply = await post(query)
  expect([reply.statusCode, reply.headers['content-type'], reply.headers['cache-control']]).toEqual([
    200,
    `${type}; charset=utf-8`,
    'no-store',
  ])
  expect(asked).toEqual([
    {
      operator: expect.objectContaining({ operatorId: 'op-sender' }),
      address: '127.0.0.1',
      drillId: CALL_OUT,
      responderId: null,
      format,
    },
  ])
})

test('of one person alone; what is wrong is named, and a viewer writes none', async () => {
  const { asked, post } = aServer()
  await post('', { responderId: CALL_OUT.toUpperCase() })
  expect(asked).toMatchObject([{ responderId: CALL_OUT }])
  const refused = await post('?format=pdf')
  expect([refused.statusCode, refused.json().errors[0].path]).toEqual([400, 'format'])
  const wrong = await post('', { responderId: 'Siti' })
  expect([wrong.statusCode, wrong.json().errors[0].path]).toEqual([422, 'responderId'])
  expect((await post('', {}, 'viewer')).statusCode).toBe(403)
  expect((await post('', {}, 'sender', 'x')).statusCode).toBe(404)
  expect(asked).toHaveLength(1)
})

test('where there is no such drill or nothing to certify, it says so', async () => {
  expect((await aServer({ kind: 'no-such-drill' }).post()).statusCode).toBe(404)
  const reply = await aServer({ kind: 'refused', detail: 'This drill is not over.' }).post()
  expect([reply.statusCode, reply.json().detail]).toEqual([409, 'This drill is not over.'])
})

test('a number tells whose it is; one that was never handed out is not found', async () => {
  const { check } = aServer()
  expect((await check('KTG-7Q2M4-XKD92')).json()).toEqual({ number: 'KTG-7Q2M4-XKD92', worth: 'valid' })
  const none = await check('KTG-1')
  expect([none.statusCode, none.json().errors[0]]).toMatchObject([404, { path: 'number', got: '"KTG-1"' }])
  expect((await check('KTG-7Q2M4-XKD92', {})).statusCode).toBe(401)
})
