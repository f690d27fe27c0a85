"""Voices: a child's page of them, writing one down, taking one back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import StaffRequest, requires
from accounts.clash import CLASH, ClashView, clash_of
from accounts.permissions import Permission
from common.errors import Refused
from pupils.actions.voices import add_voice, edit_voice, withdraw_voice
from pupils.contexts import Action
from pupils.forms.voices import VoiceForm, WithdrawForm, values_of
from pupils.models import Pupil, Voice
from pupils.views.pages import MISTAKEN, head_context, posted, show_and_save
from schools.records import EditClash

TAB = "pupils:pupil_voices"


@requires(Permission.VIEW_PUPIL)
@require_safe
def pupil_voices(request: StaffRequest, pk: int) -> HttpResponse:
    """What a child and the parents said, the newest first; a scribe sees their own drafts."""
    reader = request.membership
    pupil: Pupil = get_object_or_404(Pupil.objects.visible_to(reader), pk=pk)
    rows = Voice.objects.visible_to(reader).standing().filter(pupil=pupil)
    rows = rows.select_related("contact", "started_by", "given_by").order_by("-on", "-pk")
    writable = set(
        Voice.objects.changeable_by(reader).filter(pupil=pupil).values_list("pk", flat=True)
    )
    may_add = (
        reader.can(Permission.DRAFT_VOICES)
        and Pupil.objects.changeable_by(reader).on_roll().filter(pk=pk).exists()
    )
    url = reverse("pupils:voice_add", kwargs={"school": request.school.slug, "pk": pk})
    actions = [Action("Write down a voice", url)] if may_add else []
    context = head_context(request, pupil, tab=TAB, actions=actions)
    context["voices"] = [(row, row.pk in writable) for row in rows]
    return render(request, "pupils/pupil_voices.html", context)


@requires(Permission.DRAFT_VOICES)
@show_and_save
def voice_add(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what a child or a parent says; a scribe's words stay a draft."""
    rows = Pupil.objects.changeable_by(request.membership).on_roll()
    pupil: Pupil = get_object_or_404(rows, pk=pk)
    initial = {"whose": request.GET.get("whose", ""), "topic": request.GET.get("about", "")}
    form = VoiceForm(posted(request), pupil=pupil, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            voice = add_voice(
                pupil=pupil, said=form.said(), by=request.membership, is_given=_gives(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _saved(request, voice)
    return _form(request, pupil, form, title="Write down a voice")


@requires(Permission.DRAFT_VOICES)
@show_and_save
def voice_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write on a voice, or say that a draft is what was said."""
    voice = _writable(request, pk)
    initial = values_of(voice) | {"version": voice.version}
    form = VoiceForm(posted(request), pupil=voice.pupil, initial=initial)
    clash = None
    if form.is_bound and form.is_valid():
        try:
            voice = edit_voice(
                voice=voice,
                said=form.said(),
                by=request.membership,
                is_given=_gives(request),
                expected=form.cleaned_data["version"] or 0,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash as fault:
            now = fault.current
            clash = clash_of(form, values_of(now), now, now.version)
        else:
            return _saved(request, voice)
    return _form(request, voice.pupil, form, title=voice.title, voice=voice, clash=clash)


@requires(Permission.DRAFT_VOICES)
@show_and_save
def voice_withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what was recorded by mistake; it stays in the child's changes."""
    voice = _writable(request, pk)
    form = WithdrawForm(posted(request), initial={"version": voice.version})
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            withdraw_voice(
                voice=voice,
                because=given["because"],
                by=request.membership.user,
                expected=given["version"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except EditClash:
            form.add_error(None, "Somebody wrote on it meanwhile. Look at it again first.")
        else:
            messages.success(request, "It is taken back.")
            return redirect(_tab(request, voice.pupil_id))
    context = head_context(request, voice.pupil, tab=TAB) | {
        "voice": voice,
        "form": form,
        "cancel_url": _tab(request, voice.pupil_id),
    }
    status = MISTAKEN if form.is_bound else 200
    return render(request, "pupils/voice_withdraw.html", context, status=status)


def _gives(request: StaffRequest) -> bool:
    return "give" in request.POST


def _writable(request: StaffRequest, pk: int) -> Voice:
    rows = Voice.objects.changeable_by(request.membership).select_related("pupil", "contact")
    voice: Voice = get_object_or_404(rows, pk=pk)
    return voice


def _tab(request: StaffRequest, pupil_pk: int) -> str:
    return reverse(TAB, kwargs={"school": request.school.slug, "pk": pupil_pk})


def _saved(request: StaffRequest, voice: Voice) -> HttpResponse:
    words = (
        "It is kept as a draft. The teacher or SENCO goes through it with whose words they are."
        if voice.is_draft
        else "It is kept."
    )
    messages.success(request, words)
    return redirect(_tab(request, voice.pupil_id))


def _form(
    request: StaffRequest,
    pupil: Pupil,
    form: VoiceForm,
    *,
    title: str,
    voice: Voice | None = None,
    clash: ClashView | None = None,
) -> HttpResponse:
    context: dict[str, Any] = head_context(request, pupil, tab=TAB) | {
        "title": title,
        "form": form,
        "clash": clash,
        "voice": voice,
        "may_give": request.membership.can(Permission.WRITE_VOICES),
        "cancel_url": _tab(request, pupil.pk),
    }
    status = CLASH if clash else MISTAKEN if form.is_bound else 200
    return render(request, "pupils/voice_edit.html", context, status=status)
