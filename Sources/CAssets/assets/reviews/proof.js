// A number such that SHA-256 of "ticket:number" begins with so many zero bits (FIPS 180-4), found in small slices so
// that the page stays quick. Written out, because browsers have it ready-made over TLS only.

const fraction = x => ((x - Math.floor(x)) * 2 ** 32) | 0
const primes = []
for (let n = 2; primes.length < 64; n++) if (primes.every(p => n % p)) primes.push(n)
const K = Int32Array.from(primes, p => fraction(Math.cbrt(p)))
const START = Int32Array.from(primes.slice(0, 8), p => fraction(Math.sqrt(p)))
const W = new Int32Array(64)
const turn = (x, n) => (x >>> n) | (x << (32 - n))

function compress(state, view, offset) {
  for (let i = 0; i < 16; i++) W[i] = view.getInt32(offset + i * 4)
  for (let i = 16; i < 64; i++) {
    const s0 = turn(W[i - 15], 7) ^ turn(W[i - 15], 18) ^ (W[i - 15] >>> 3)
    const s1 = turn(W[i - 2], 17) ^ turn(W[i - 2], 19) ^ (W[i - 2] >>> 10)
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0
  }
  let [a, b, c, d, e, f, g, h] = state
  for (let i = 0; i < 64; i++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g; g = f; f = e; e = (d + t1) | 0
    d = c; c = b; b = a; a = (t1 + t2) | 0
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d
  state[4] += e; state[5] += f; state[6] += g; state[7] += h
}

/** Hashes texts that begin alike: what they have in common is read once. */
export function hasher(prefix) {
  const bytes = new TextEncoder().encode(prefix)
  const whole = bytes.length - (bytes.length % 64)
  const common = START.slice()
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < whole; at += 64) compress(common, view, at)
  const buffer = new Uint8Array(128)
  const tail = new DataView(buffer.buffer)
  buffer.set(bytes.subarray(whole))
  const begin = bytes.length - whole
  return text => {
    buffer.fill(0, begin)
    let end = begin
    for (let i = 0; i < text.length; i++) buffer[end++] = text.charCodeAt(i)
    buffer[end] = 0x80
    const size = end < 56 ? 64 : 128
    tail.setUint32(size - 4, (whole + end) * 8)
    const state = common.slice()
    for (let at = 0; at < size; at += 64) compress(state, tail, at)
    return state
  }
}

const pause = () => new Promise(resolve => setTimeout(resolve))

export async function prove(ticket, bits) {
  const hash = hasher(ticket + ':')
  for (let number = 0; ; ) {
    const until = performance.now() + 12
    while (performance.now() < until) {
      for (let i = 0; i < 64; i++, number++) if (Math.clz32(hash(String(number))[0]) >= bits) return String(number)
    }
    await pause()
  }
}
