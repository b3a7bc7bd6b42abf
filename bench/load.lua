-- wrk: walks through the paths of BENCH_PATHS in turn, with the session's cookie, and prints one line of figures.
local paths = {}
for path in (os.getenv("BENCH_PATHS") or "/"):gmatch("%S+") do table.insert(paths, path) end
local cookie = os.getenv("BENCH_COOKIE") or ""
local turn = 0

function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % #paths + 1], { ["Cookie"] = cookie, ["Accept-Language"] = "fr" })
end

function done(summary, latency, _)
  local errors = summary.errors
  print(string.format("FIGURES %d %d %.0f %.0f %d", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
