"""Surveys: what a sample says of all, with the variance of how it was drawn; areas and rounds told apart or not.

What people have been through and what they feel are two series: nothing here makes one index of them.
"""

from tryggve.stats.survey.adjust import post_stratify, rake
from tryggve.stats.survey.areas import AreasApart, areas_apart
from tryggve.stats.survey.design import SurveyDesign, survey_design
from tryggve.stats.survey.estimate import Estimate, estimate_mean, estimate_share
from tryggve.stats.survey.rounds import RoundChange, change_of_panel, change_of_samples

__all__ = [
    "AreasApart",
    "Estimate",
    "RoundChange",
    "SurveyDesign",
    "areas_apart",
    "change_of_panel",
    "change_of_samples",
    "estimate_mean",
    "estimate_share",
    "post_stratify",
    "rake",
    "survey_design",
]
