"""GOV.UK: the attachments of a publication, or of the publications of a collection, by its content API."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import orjson

from pipeline.fetch.client import FetchError
from pipeline.fetch.poll import Poll, joined, listed, mapping


def poll(look: Poll) -> None:
    """Bring the attachments up to date; those that a publication has no more are withdrawn.

    Raises:
        FetchError: the collection or publication cannot be had.
    """
    parts = urlsplit(look.source.url)
    root = f"{parts.scheme}://{parts.netloc}"
    content = _content(look, root, parts.path, must=True)
    publications = [parts.path]
    if content is None:
        publications = [str(p) for p in listed(look.recalled(f"{root}/api/content{parts.path}", "publications"))] or publications
    elif content.get("document_type") == "document_collection":
        documents = listed(mapping(content.get("links")).get("documents"))
        publications = [d["base_path"] for d in documents if isinstance(d, dict) and isinstance(d.get("base_path"), str)]
        look.remember(f"{root}/api/content{parts.path}", publications=publications)
    for path in publications:
        if path == parts.path:
            _publication(look, root, path, content)
            continue
        try:
            _publication(look, root, path, _content(look, root, path))
        except FetchError as error:
            look.problem(str(error))
    there = set(publications)
    look.withdraw(k for k in list(look.state.documents) if k.partition("#")[0] not in there)


_GONE: dict[str, Any] = {"details": {"attachments": []}}


def _content(look: Poll, root: str, path: str, *, must: bool = False) -> dict[str, Any] | None:
    """What the content API has for a path; None where it has not changed."""
    answer = look.listing(f"{root}/api/content{path}")
    if answer.is_unchanged:
        return None
    if answer.is_gone:
        if must:
            raise FetchError("gone", f"{look.source.id} is not there any more ({answer.status})", passing=False)
        return _GONE
    try:
        content = orjson.loads(answer.body())
    except ValueError as error:
        raise FetchError("wrong_content", f"the content API has no JSON for {path}") from error
    if not isinstance(content, dict):
        raise FetchError("wrong_content", f"the content API has no publication for {path}")
    return content


def _publication(look: Poll, root: str, path: str, content: dict[str, Any] | None) -> None:
    """The attachments of a publication, asked for where the publication changed or one failed before."""
    mine = [k for k in look.state.documents if k.partition("#")[0] == path]
    if content is None:
        for key in mine:
            if look.state.documents[key].problem:
                look.document(key, look.state.documents[key].url, look.state.documents[key].name, force=True)
        return
    attachments = [] if content.get("withdrawn_notice") else listed(mapping(content.get("details")).get("attachments"))
    kept = set()
    changed = content.get("public_updated_at")
    for attachment in attachments:
        if not isinstance(attachment, dict) or not isinstance(attachment.get("url"), str) or attachment.get("attachment_type") == "external":
            continue
        url = joined(root, attachment["url"])
        if url is None:
            look.problem(f"{path} names an attachment whose address cannot be read")
            continue
        key = f"{path}#{attachment.get('id') or attachment.get('filename') or urlsplit(url).path}"
        kept.add(key)
        look.document(key, url, _name(look, path, url), modified=changed if isinstance(changed, str) else None, force=True)
    look.withdraw(k for k in mine if k not in kept)


def _name(look: Poll, path: str, url: str) -> str:
    """The publication's name and the file's: the folder of a file on the asset host changes with each upload."""
    publication = path.rstrip("/").rpartition("/")[2]
    return f"{look.source.id}/{publication}/{look.name_for(url).rpartition('/')[2]}"
