-- Letter 000: are the eligibility criteria for children's social care published, and can a parent
-- ask for help? The letter holds no figures; the answer is a table of statuses in words.
local foi = require "foi"

local requests = foi.dataset "leicester_eligibility_criteria"

local words = {
  exempt_s21 = "Already public (section 21)",
  answered = "Answered",
}
local replies = requests:derive("reply", function(row) return words[row.status] or row.status end,
  { title = "What kind of reply" }):select("question", "reply", "document", "answer")

foi.report { title = "Eligibility criteria: what is published", subtitle = "Leicester City Council, undated reply" }
  :text("The criteria and the description of the assessment process are on the web. The council names the documents "
    .. "instead of sending them, which section 21 of the Freedom of Information Act allows for information that is "
    .. "already accessible. That is neither a refusal to disclose nor \"not held\".")
  :text("Whether a parent may refer themselves is answered by implication only: parents and carers are among those "
    .. "who can telephone.")
  :table(replies, { title = "The reply, question by question" })
  :cannot("Any rate or share", "the reply holds no figures.")
  :cannot("How Leicester compares with other councils",
    "this is one council's reply; the same questions to other councils would be needed.")
