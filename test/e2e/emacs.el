;; A session of Emacs with eglot and the language server: diagnostics, hover, a code action, a command, and a clean end. Exits with 1 at the
;; first failure.
(require 'eglot)
(require 'project)

(defun expect (condition message)
  (unless condition
    (message "%s" message)
    (kill-emacs 1)))

(defun wait-for (condition message)
  (let ((end (+ (float-time) 15)))
    (while (and (not (funcall condition)) (< (float-time) end))
      (accept-process-output nil 0.05))
    (expect (funcall condition) message)))

;; The configuration of docs/editors/README.md.
(load (getenv "MM_REVIEW_CONFIG"))

(let ((root (file-name-as-directory (getenv "MM_REVIEW_ROOT"))))
  (setq project-find-functions (list (lambda (_) (cons 'transient root))))
  (find-file (getenv "MM_REVIEW_FILE"))
  (c-mode)
  (apply #'eglot--connect (eglot--guess-contact))
  (wait-for #'eglot-current-server "eglot has no server")
  (eglot--managed-mode 1)
  (flymake-mode 1)
  (let (found)
    (eglot-flymake-backend (lambda (diagnostics &rest _) (setq found diagnostics)))
    (wait-for (lambda () (= (length found) 2)) (format "not two diagnostics: %S" found))
    (let* ((diagnostic (car (sort (copy-sequence found) (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))
           (server (eglot-current-server)))
      (expect (string-match-p "pmd_devmap() is never true" (flymake-diagnostic-text diagnostic)) (flymake-diagnostic-text diagnostic))
      (goto-char (flymake-diagnostic-beg diagnostic))
      (let ((hover (jsonrpc-request server :textDocument/hover (eglot--TextDocumentPositionParams))))
        (expect (string-match-p "An entry is marked devmap" (plist-get (plist-get hover :contents) :value)) (format "no hover: %S" hover)))
      (let* ((range (list :start (eglot--pos-to-lsp-position) :end (eglot--pos-to-lsp-position)))
             (actions (jsonrpc-request server :textDocument/codeAction
                                       (list :textDocument (eglot--TextDocumentIdentifier) :range range :context (list :diagnostics []))))
             (fix (aref actions 0)))
        (expect (equal (plist-get fix :title) "Remove the pmd_devmap() test") (format "no fix: %S" actions))
        (eglot--apply-workspace-edit (plist-get fix :edit))
        (expect (string-match-p "\tif (pmd_trans_huge(entry))\n" (buffer-string)) "the fix is not there"))
      (let ((answers (jsonrpc-request server :workspace/executeCommand '(:command "mmReview.audit" :arguments []) :timeout 30)))
        (expect (> (length (plist-get (aref answers 0) :findings)) 0) (format "no audit: %S" answers)))
      (set-buffer-modified-p nil)
      (eglot-shutdown server)
      (wait-for (lambda () (not (jsonrpc-running-p server))) "the server does not stop"))))
(kill-emacs 0)
