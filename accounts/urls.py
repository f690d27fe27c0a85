"""A person's own account, and the people of a school under `/s/<school>/people/`."""

from django.urls import include, path

from accounts import views

app_name = "accounts"

people = [
    path("", views.person_list, name="person_list"),
    path("<int:pk>/", views.person_edit, name="person_edit"),
    path("<int:pk>/sign-out/", views.person_sign_out, name="person_sign_out"),
    path("<int:pk>/reset-factor/", views.person_reset_factor, name="person_reset_factor"),
    path("invitations/", views.invitation_list, name="invitation_list"),
    path("invitations/add/", views.invitation_add, name="invitation_add"),
    path("invitations/paste/", views.invitation_paste, name="invitation_paste"),
    path("invitations/<int:pk>/send/", views.invitation_send, name="invitation_send"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("tablets/", views.tablet_list, name="tablet_list"),
    path("tablets/add/", views.tablet_add, name="tablet_add"),
    path("tablets/<int:pk>/revoke/", views.tablet_revoke, name="tablet_revoke"),
    path("cover/add/", views.cover_add, name="cover_add"),
    path("classes/add/", views.assignment_add, name="assignment_add"),
    path("classes/<int:pk>/", views.assignment_edit, name="assignment_edit"),
    path("classes/<int:pk>/remove/", views.assignment_remove, name="assignment_remove"),
]

urlpatterns = [
    path("accounts/second-factor/code/", views.factor_code, name="factor_code"),
    path("accounts/me/", views.account_page, name="account_page"),
    path(
        "accounts/school-account/<slug:provider_id>/unlink/",
        views.school_account_unlink,
        name="school_account_unlink",
    ),
    path("accounts/sessions/", views.session_list, name="session_list"),
    path("accounts/sessions/end/", views.session_end_others, name="session_end_others"),
    path("accounts/sessions/<int:pk>/end/", views.session_end, name="session_end"),
    path("tablet/", views.tablet_home, name="tablet_home"),
    path("s/<slug:school>/people/", include(people)),
    path("s/<slug:school>/pin/", views.pin_edit, name="pin_edit"),
    path("s/<slug:school>/join/<str:token>/", views.invitation_accept, name="invitation_accept"),
]
