"""What we give, under `/s/<school>/`."""

from django.urls import path

from provision import views

app_name = "provision"

# A plan as a whole.
plans = [
    path("pupils/<int:pk>/plans/", views.pupil_plans, name="pupil_plans"),
    path("pupils/<int:pk>/plans/begin/", views.plan_begin, name="plan_begin"),
    path("plans/<int:pk>/", views.plan_detail, name="plan_detail"),
    path("plans/<int:pk>/next/", views.plan_next, name="plan_next"),
    path("plans/<int:pk>/dates/", views.plan_edit, name="plan_edit"),
    path("plans/<int:pk>/end/", views.plan_end, name="plan_end"),
    path("plans/<int:pk>/take-back/", views.plan_withdraw, name="plan_withdraw"),
]

# Writing in the paper.
writing = [
    path("plans/sections/<int:pk>/", views.section_edit, name="section_edit"),
    path("plans/<int:pk>/targets/add/", views.target_add, name="target_add"),
    path("plans/targets/<int:pk>/", views.target_edit, name="target_edit"),
    path("plans/targets/<int:pk>/up/", views.target_up, name="target_up"),
    path("plans/targets/<int:pk>/remove/", views.target_remove, name="target_remove"),
    path("plans/targets/<int:pk>/restore/", views.target_restore, name="target_restore"),
    path("plans/<int:pk>/choose/", views.bank_pick, name="bank_pick"),
    path("plans/<int:pk>/strategies/add/", views.strategy_add, name="strategy_add"),
    path("plans/strategies/<int:pk>/", views.strategy_edit, name="strategy_edit"),
    path("plans/strategies/<int:pk>/up/", views.strategy_up, name="strategy_up"),
    path("plans/strategies/<int:pk>/remove/", views.strategy_remove, name="strategy_remove"),
    path("plans/strategies/<int:pk>/restore/", views.strategy_restore, name="strategy_restore"),
]

# How targets go.
progress = [
    path("plans/targets/<int:pk>/note/", views.note_add, name="note_add"),
    path("plans/targets/<int:pk>/outcome/", views.target_outcome, name="target_outcome"),
    path("plans/notes/<int:pk>/take-back/", views.note_withdraw, name="note_withdraw"),
]

# Agreed, issued, printed, given.
issuing = [
    path("plans/<int:pk>/agree/", views.plan_agree, name="plan_agree"),
    path("plans/to-issue/", views.issue_list, name="issue_list"),
    path("plans/issued/<int:pk>/", views.issued_detail, name="issued_detail"),
    path("plans/issued/<int:pk>/pdf/", views.issued_pdf, name="issued_pdf"),
    path("plans/issued/<int:pk>/again/", views.issued_print, name="issued_print"),
    path("plans/issued/<int:pk>/copy/", views.issued_copy, name="issued_copy"),
    path("plans/issued/<int:pk>/take-back/", views.issued_withdraw, name="issued_withdraw"),
    path("plans/prints/class/", views.class_print, name="class_print"),
    path("plans/prints/<int:pk>/", views.print_detail, name="print_detail"),
    path("plans/prints/<int:pk>/pdf/", views.print_pdf, name="print_pdf"),
]

# The school's own templates and bank.
templates = [
    path("school/bank/", views.bank_list, name="bank_list"),
    path("school/bank/add/", views.bank_add, name="bank_add"),
    path("school/bank/<slug:pk>/hide/", views.bank_hide, name="bank_hide"),
    path("school/plans/", views.template_list, name="template_list"),
    path("school/plans/<slug:pk>/", views.template_detail, name="template_detail"),
    path("school/plans/<slug:pk>/edit/", views.template_edit, name="template_edit"),
    path("school/plans/<slug:pk>/retire/", views.template_retire, name="template_retire"),
    path("school/plans/<slug:pk>/add/", views.template_section_add, name="template_section_add"),
    path(
        "school/plan-sections/<slug:pk>/", views.template_section_edit, name="template_section_edit"
    ),
    path(
        "school/plan-sections/<slug:pk>/up/", views.template_section_up, name="template_section_up"
    ),
    path(
        "school/plan-sections/<slug:pk>/remove/",
        views.template_section_remove,
        name="template_section_remove",
    ),
]

urlpatterns = [*plans, *writing, *progress, *issuing, *templates]
