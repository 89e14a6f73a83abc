import { test } from 'vitest'
import { aServer, anEvent, bearer, CALL_OUT, signed } from './stand-ins.ts'
test('x', async () => {
  const { app } = aServer()
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const r = await fetch(`${url}/v1/call-outs/${CALL_OUT}/approve`, { method: 'POST', headers: { ...bearer('admin'), 'content-type': 'application/json' } })
  console.log(r.status, await r.text())
  const r2 = await fetch(`${url}/v1/call-outs/${CALL_OUT}/approve`, { method: 'POST', headers: bearer('admin') })
  console.log(r2.status)
  const ring = Array.from({ length: 9000 }, (_, i) => [107 + Math.cos(i) / 10, -7 + Math.sin(i) / 10].map((x) => Number(x.toFixed(5))))
  ring.push(ring[0] ?? [])
  const q = signed(JSON.stringify(anEvent({ area: { geometry: { type: 'Polygon', coordinates: [ring] } } })))
  const t = performance.now()
  const r3 = await fetch(`${url}/v1/events`, { method: 'POST', body: String(q.payload), headers: q.headers })
  console.log(r3.status, String(q.payload).length, performance.now() - t)
  const t2 = performance.now()
  for (let i = 0; i < 500; i++) { const s = signed(JSON.stringify(anEvent())); await fetch(`${url}/v1/events`, { method: 'POST', body: String(s.payload), headers: s.headers }) }
  console.log('per event ms', (performance.now() - t2) / 500)
  const g = await fetch(`${url}/v1/events`, { method: 'GET', headers: { ...bearer('viewer'), 'content-type': 'text/plain' } }); console.log(g.status)
  const big = await fetch(`${url}/v1/events`, { method: 'POST', body: 'x'.repeat(3_000_000), headers: q.headers }); console.log(big.status, big.headers.get('content-type'))
  await app.close()
})
