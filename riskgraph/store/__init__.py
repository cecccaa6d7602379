"""The store: registers with their versions, requests, questionnaires, verifications, assessments, the audit trail."""
