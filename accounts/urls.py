"""A person's own account, and the people of a school under `/s/<school>/people/`."""

from django.urls import include, path

from accounts import views

app_name = "accounts"

people = [
    path("", views.person_list, name="person_list"),
    path("<int:pk>/", views.person_edit, name="person_edit"),
    path("<int:pk>/end/", views.person_end, name="person_end"),
    path("invitations/", views.invitation_list, name="invitation_list"),
    path("invitations/add/", views.invitation_add, name="invitation_add"),
    path("invitations/paste/", views.invitation_paste, name="invitation_paste"),
    path("invitations/<int:pk>/send/", views.invitation_send, name="invitation_send"),
    path("invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
    path("classes/add/", views.assignment_add, name="assignment_add"),
    path("classes/<int:pk>/", views.assignment_edit, name="assignment_edit"),
    path("classes/<int:pk>/remove/", views.assignment_remove, name="assignment_remove"),
]

urlpatterns = [
    path("accounts/me/", views.account_page, name="account_page"),
    path("s/<slug:school>/people/", include(people)),
    path("s/<slug:school>/join/<str:token>/", views.invitation_accept, name="invitation_accept"),
]
