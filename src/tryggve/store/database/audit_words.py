"""What can be done to a store, in words: one table for the command line and the web."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tryggve.domain.language import N_, _
from tryggve.store.database.audit import Action

WORDS: Mapping[Action, str] = MappingProxyType(
    {
        Action.INIT: N_("store made"),
        Action.UPGRADE: N_("upgraded"),
        Action.IMPORT: N_("import"),
        Action.CORRECT: N_("correction"),
        Action.UNDO: N_("taken back"),
        Action.AREAS: N_("areas"),
        Action.READ_TEXT: N_("read text"),
        Action.EXPORT: N_("export"),
        Action.REPORT: N_("lägesbild asked for"),
        Action.PUBLISH: N_("public version made"),
        Action.BACKUP: N_("backup"),
        Action.BACKUP_FAILED: N_("backup failed"),
        Action.RESTORE: N_("restored"),
        Action.MOVE: N_("moved"),
        Action.RETENTION_DECISION: N_("decision on retention"),
        Action.RETENTION: N_("retention"),
        Action.SIGNALS: N_("signals"),
        Action.SIGNAL_NOTE: N_("signal judged"),
        Action.CALIBRATION: N_("backtest"),
        Action.ENTER: N_("municipality made"),
        Action.ORGANISATION: N_("organisation"),
        Action.MEMBER: N_("member"),
        Action.INVITATION: N_("invitation"),
        Action.CHOICE: N_("setting"),
        Action.PRACTICE: N_("report for practice"),
        Action.QUESTION: N_("question to a reporter, or its answer"),
        Action.OUTCOME: N_("answer to a reporter"),
        Action.LINKS_CUT: N_("links to reporters cut"),
        Action.ANALYSIS: N_("text of a lägesbild"),
        Action.ADOPT: N_("lägesbild fastställd"),
        Action.DOWNLOAD: N_("document fetched"),
        Action.REPORTED: N_("report came in"),
        Action.HOLD_BACK: N_("held back for review"),
        Action.LET_IN: N_("let in after review"),
        Action.MERGE: N_("reports merged"),
        Action.UNMERGE: N_("merged reports parted"),
        Action.TASK: N_("insats"),
        Action.MEETING: N_("meeting"),
        Action.REVIEW: N_("review of a report"),
        Action.SITUATION_REPORT: N_("lägesrapport"),
        Action.UPLOAD: N_("file sent in"),
        Action.UNSAVED: N_("text that was not saved"),
        Action.EARLY_SIGNS: N_("early signs"),
    }
)
"""Action → in words (msgid)."""


def action_words(action: str) -> str:
    """What was done, in the current language; as it stands where a later version has written it."""
    return _(WORDS[Action(action)]) if action in set(Action) else action
