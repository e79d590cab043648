-- Tables, strings and closures: binary trees, word counts, method calls. The argument is the amount of work.
local scale = tonumber(arg[1]) or 1

local function tree(depth)
  if depth == 0 then return {} end
  return { tree(depth - 1), tree(depth - 1) }
end

local function count(node)
  if not node[1] then return 1 end
  return 1 + count(node[1]) + count(node[2])
end

local function words(n)
  local seed, seen, order = 1, {}, {}
  for _ = 1, n do
    seed = (seed * 16807) % 2147483647
    local word = 'w' .. (seed % 977)
    if not seen[word] then
      seen[word] = 0
      order[#order + 1] = word
    end
    seen[word] = seen[word] + 1
  end
  table.sort(order, function(a, b) return seen[a] > seen[b] or (seen[a] == seen[b] and a < b) end)
  return order[1] .. ':' .. seen[order[1]]
end

local Account = {}
Account.__index = Account
function Account.new(total) return setmetatable({ total = total }, Account) end
function Account:deposit(by) self.total = self.total + by return self end

local function methods(n)
  local account = Account.new(0)
  for i = 1, n do account:deposit(i % 7):deposit(-1) end
  return account.total
end

local function text(n)
  local parts = {}
  for i = 1, n do parts[#parts + 1] = string.format('%d,%s', i, string.rep('ab', i % 5)) end
  local joined = table.concat(parts, ';')
  local total = 0
  for number in joined:gmatch('(%d+),') do total = total + #number end
  return total .. '/' .. #joined:gsub('aba', 'x'):upper()
end

for _ = 1, scale do
  print(count(tree(13)), words(20000), methods(60000), text(8000))
end
