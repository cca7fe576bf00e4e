-- A session of Neovim with the language server: diagnostics, hover, a code action, a workspace command, and a clean end. Exits with 1 at the first failure.
local function fail(message)
	io.stderr:write(message .. '\n')
	vim.cmd('cquit 1')
end

local function expect(condition, message)
	if not condition then fail(message) end
end

-- The configuration of docs/editors/README.md.
dofile(vim.env.MM_REVIEW_CONFIG)
vim.cmd('edit ' .. vim.env.MM_REVIEW_FILE)
vim.bo.filetype = 'c'
local buffer = vim.api.nvim_get_current_buf()
expect(vim.wait(10000, function() return #vim.diagnostic.get(buffer) == 2 end, 20), 'there are not two diagnostics but ' .. #vim.diagnostic.get(buffer))
local client = vim.lsp.get_active_clients()[1]
expect(client and client.name == 'mm-review', 'the client does not start')

local diagnostic = vim.diagnostic.get(buffer)[1]
expect(diagnostic.code == 'devmap-check' and diagnostic.lnum == 7, 'another diagnostic: ' .. vim.inspect(diagnostic))

local position = { line = diagnostic.lnum, character = diagnostic.col }
local document = { uri = vim.uri_from_bufnr(buffer) }
local hover = client.request_sync('textDocument/hover', { textDocument = document, position = position }, 5000, buffer)
expect(hover.result.contents.value:find('is never true once DAX pages are mapped with a reference', 1, true), 'no hover: ' .. vim.inspect(hover))

local range = { start = position, ['end'] = position }
local actions = client.request_sync('textDocument/codeAction', { textDocument = document, range = range, context = { diagnostics = {} } }, 5000, buffer)
local fix = actions.result[1]
expect(fix and fix.title == 'Remove the pmd_devmap() test', 'no fix: ' .. vim.inspect(actions))
vim.lsp.util.apply_workspace_edit(fix.edit, client.offset_encoding)
expect(vim.api.nvim_buf_get_lines(buffer, 7, 8, false)[1] == '\tif (pmd_trans_huge(entry))', 'another line: ' .. vim.api.nvim_buf_get_lines(buffer, 7, 8, false)[1])
expect(vim.wait(10000, function() return #vim.diagnostic.get(buffer) == 1 end, 20), 'the diagnostic does not go')

local answers = client.request_sync('workspace/executeCommand', { command = 'mmReview.audit', arguments = {} }, 30000, buffer)
expect(answers.result and answers.result[1].scheme == 'converting', 'no audit: ' .. vim.inspect(answers))
local paths = vim.tbl_map(function(each) return vim.fn.fnamemodify(vim.api.nvim_buf_get_name(each.bufnr), ':t') end, vim.diagnostic.get())
expect(vim.tbl_contains(paths, 'Kconfig'), 'no diagnostics of files that are not open: ' .. vim.inspect(paths))

client.stop()
expect(vim.wait(5000, function() return client.is_stopped() end, 20), 'the server does not stop')
vim.cmd('qall!')
