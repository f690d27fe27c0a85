"""Pages that combine rooms, under `/s/<school>/`."""

from django.urls import path

from reports import views

app_name = "reports"

urlpatterns = [
    path("", views.home, name="home"),
    path("register/", views.register, name="register"),
    path("register/export/", views.register_export, name="register_export"),
    path("register/views/", views.saved_view_list, name="saved_view_list"),
    path("register/views/add/", views.saved_view_add, name="saved_view_add"),
    path("register/views/<int:pk>/", views.saved_view_edit, name="saved_view_edit"),
    path("register/views/<int:pk>/remove/", views.saved_view_remove, name="saved_view_remove"),
    path("register/staff/", views.chosen_staff, name="chosen_staff"),
    path("register/class/", views.chosen_class, name="chosen_class"),
    path("find/", views.pupil_find, name="pupil_find"),
    path("pupils/<int:pk>/", views.pupil_now, name="pupil_now"),
    path("pupils/<int:pk>/stage/", views.pupil_stage, name="pupil_stage"),
    path("pupils/<int:pk>/viewers/", views.pupil_viewers, name="pupil_viewers"),
    path("openings/", views.alert_list, name="alert_list"),
    path("openings/<int:pk>/", views.alert_detail, name="alert_detail"),
    path("changes/", views.audit_trail, name="audit_trail"),
    path("access/", views.access_list, name="access_list"),
    path("jobs/<int:pk>/", views.job_detail, name="job_detail"),
    path("setup/", views.setup, name="setup"),
    path("messages/", views.message_list, name="message_list"),
    path("messages/<int:pk>/settle/", views.message_settle, name="message_settle"),
    path("people/<int:pk>/end/", views.person_end, name="person_end"),
    path("people/<int:pk>/stay/", views.person_stay, name="person_stay"),
    path("people/<int:pk>/handover/", views.person_handover, name="person_handover"),
    path("school/", views.school_detail, name="school_detail"),
    path("school/edit/", views.school_edit, name="school_edit"),
    path("school/logo/", views.school_logo, name="school_logo"),
    path("school/years/add/", views.year_add, name="year_add"),
    path("school/years/<int:pk>/", views.year_edit, name="year_edit"),
    path("school/classes/", views.class_list, name="class_list"),
    path("school/classes/add/", views.class_add, name="class_add"),
    path("school/classes/add-many/", views.class_add_many, name="class_add_many"),
    path("school/classes/<int:pk>/", views.class_edit, name="class_edit"),
    path("school/next-year/", views.next_year, name="next_year"),
    path("school/next-year/begin/", views.next_year_begin, name="next_year_begin"),
    path("school/next-year/classes/", views.next_year_edit, name="next_year_edit"),
    path("school/next-year/children/", views.next_year_children, name="next_year_children"),
    path("school/next-year/paste/", views.next_year_paste, name="next_year_paste"),
    path("school/next-year/undo/", views.next_year_undo, name="next_year_undo"),
    path("school/leavers/", views.leaver_list, name="leaver_list"),
    path("school/figures/add/", views.setting_add, name="setting_add"),
]
