-- Arithmetic in loops: n-body, spectral norm, sieve. The argument is the amount of work.
local scale = tonumber(arg[1]) or 1

local function nbody(steps)
  local bodies = {
    { 0, 0, 0, 0, 0, 0, 39.5 },
    { 4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.038 },
    { 8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011 },
    { 12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.0017 },
  }
  for _ = 1, steps do
    for i = 1, #bodies do
      local a = bodies[i]
      for j = i + 1, #bodies do
        local b = bodies[j]
        local dx, dy, dz = a[1] - b[1], a[2] - b[2], a[3] - b[3]
        local square = dx * dx + dy * dy + dz * dz
        local pull = 0.001 / (square * math.sqrt(square))
        a[4], a[5], a[6] = a[4] - dx * b[7] * pull, a[5] - dy * b[7] * pull, a[6] - dz * b[7] * pull
        b[4], b[5], b[6] = b[4] + dx * a[7] * pull, b[5] + dy * a[7] * pull, b[6] + dz * a[7] * pull
      end
    end
    for i = 1, #bodies do
      local a = bodies[i]
      a[1], a[2], a[3] = a[1] + 0.001 * a[4], a[2] + 0.001 * a[5], a[3] + 0.001 * a[6]
    end
  end
  return bodies[1][1] + bodies[2][2]
end

local function entry(i, j) return 1.0 / ((i + j) * (i + j + 1) * 0.5 + i + 1) end

local function times(n, from, to, transposed)
  for i = 0, n - 1 do
    local sum = 0
    for j = 0, n - 1 do sum = sum + (transposed and entry(j, i) or entry(i, j)) * from[j] end
    to[i] = sum
  end
end

local function spectral(n)
  local u, v, w = {}, {}, {}
  for i = 0, n - 1 do u[i] = 1 end
  for _ = 1, 4 do
    times(n, u, w, false) times(n, w, v, true)
    times(n, v, w, false) times(n, w, u, true)
  end
  local uv, vv = 0, 0
  for i = 0, n - 1 do uv, vv = uv + u[i] * v[i], vv + v[i] * v[i] end
  return math.sqrt(uv / vv)
end

local function sieve(limit)
  local composite, count = {}, 0
  for i = 2, limit do
    if not composite[i] then
      count = count + 1
      for j = i * i, limit, i do composite[j] = true end
    end
  end
  return count
end

for _ = 1, scale do
  print(string.format('%.9f %.9f %d', nbody(3000), spectral(40), sieve(40000)))
end
