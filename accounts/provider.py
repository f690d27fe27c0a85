"""allauth's part of signing in with a school account; it looks for a provider under this name.

Narrower than allauth's own: one tenant, one scope, PKCE and a nonce always, nothing chosen by the
request, the token's signature always checked, and no e-mail used for anything but showing it.
"""

from typing import Any
from urllib.parse import urljoin

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.school_accounts import KNOWN, Untrusted, nonce_of, uid_of, verified


class SchoolAccountAdapter(OAuth2Adapter):
    """Where to ask, and what to believe of the answer."""

    def __init__(self, request: HttpRequest, provider_id: str) -> None:
        self.provider_id = provider_id
        self.known = KNOWN[provider_id]
        self.nonce = ""
        super().__init__(request)

    @property
    def tenant(self) -> str:
        """The one tenant whose people may sign in."""
        return str(self.get_provider().app.settings["tenant"])

    @property
    def authorize_url(self) -> str:
        """The page at the provider."""
        return self.known.authorize.format(tenant=self.tenant)

    @property
    def access_token_url(self) -> str:
        """Where the code is exchanged."""
        return self.known.token.format(tenant=self.tenant)

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """On the configured site, whatever name the request came by."""
        path = reverse("school_account_callback", kwargs={"provider_id": self.provider_id})
        return urljoin(settings.BASE_URL, path)

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None
    ) -> Any:
        self.nonce = nonce_of(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """The person the token speaks of. Raises `OAuth2Error` if it is not to be trusted."""
        try:
            claims = verified(
                str(kwargs["response"].get("id_token", "")),
                self._keys(),
                known=self.known,
                client_id=app.client_id,
                tenant=self.tenant,
                nonce=self.nonce,
            )
        except Untrusted as fault:
            raise OAuth2Error(f"id_token: {fault}") from fault
        return self.get_provider().sociallogin_from_response(request, claims)

    def _keys(self) -> Any:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.known.keys.format(tenant=self.tenant))
            answer.raise_for_status()
            return answer.json()


class SchoolAccountProvider(OAuth2Provider):
    """Microsoft or Google, as the settings name them."""

    id = "school_account"
    name = "School account"
    account_class = ProviderAccount
    oauth2_adapter_class = SchoolAccountAdapter
    pkce_enabled_default = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = self.app.name
        self.known = KNOWN[self.app.provider_id]

    def get_oauth2_adapter(self, request: HttpRequest) -> SchoolAccountAdapter:
        return SchoolAccountAdapter(request, self.app.provider_id)

    def get_pkce_params(self) -> dict[str, str]:
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": nonce_of(params["code_verifier"])}

    def get_auth_params(self) -> dict[str, str]:
        """Which account is asked every time: a shared computer may remember a colleague's."""
        return {"prompt": "select_account"}

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """To sign in, or to link the account of whoever is signed in; nothing else is asked for."""
        if request.user.is_authenticated:
            return {"process": AuthProcess.CONNECT}
        return {"process": AuthProcess.LOGIN, "next_url": get_next_redirect_url(request)}

    def extract_uid(self, data: Any) -> str:
        return uid_of(data, self.known)

    def extract_extra_data(self, data: Any) -> dict[str, str]:
        """The address, so that its owner knows which account is linked. No token, no photo."""
        return {"email": str(data.get("email") or data.get("preferred_username") or "")}


provider_classes = [SchoolAccountProvider]
