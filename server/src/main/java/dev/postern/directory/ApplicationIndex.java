package dev.postern.directory;

import dev.postern.access.AppId;
import dev.postern.access.ObjectId;
import dev.postern.persistent.KeyOrder;
import dev.postern.persistent.PersistentMap;
import dev.postern.persistent.PersistentMultimap;
import dev.postern.persistent.WorkListener;
import dev.postern.query.Folding;
import java.util.Collection;
import java.util.List;

/**
 * Applications and service principals by their names. Immutable.
 *
 * @param uris applications by folded identifier URI
 * @param names service principals by the folded names under which tokens for them can be requested
 * @param alternativeNames service principals by folded alternative name
 */
record ApplicationIndex(
        PersistentMap<AppId, ObjectId> applications,
        PersistentMap<AppId, ObjectId> principals,
        PersistentMultimap<String, ObjectId> uris,
        PersistentMultimap<String, ObjectId> names,
        PersistentMultimap<String, ObjectId> alternativeNames) {
    static ApplicationIndex empty(WorkListener work) {
        return new ApplicationIndex(
                PersistentMap.empty(KeyOrder.ids(AppId::value), work),
                PersistentMap.empty(KeyOrder.ids(AppId::value), work),
                byText(work),
                byText(work),
                byText(work));
    }

    private static PersistentMultimap<String, ObjectId> byText(WorkListener work) {
        return PersistentMultimap.empty(KeyOrder.texts(), KeyOrder.ids(ObjectId::value), work);
    }

    static Collection<ObjectId> of(PersistentMultimap<String, ObjectId> index, String text) {
        return index.get(Folding.fold(text));
    }

    ApplicationIndex with(DirectoryObject object) {
        ObjectId id = object.id();
        return switch (object) {
            case Application application ->
                new ApplicationIndex(
                        applications.with(application.appId(), id),
                        principals,
                        with(uris, application.identifierUris(), id),
                        names,
                        alternativeNames);
            case ServicePrincipal principal ->
                new ApplicationIndex(
                        applications,
                        principals.with(principal.appId(), id),
                        uris,
                        with(names, principal.servicePrincipalNames(), id),
                        with(alternativeNames, principal.alternativeNames(), id));
            case User _, Group _, AdministrativeUnit _ -> this;
        };
    }

    ApplicationIndex without(DirectoryObject object) {
        ObjectId id = object.id();
        return switch (object) {
            case Application application ->
                new ApplicationIndex(
                        without(applications, application.appId(), id),
                        principals,
                        without(uris, application.identifierUris(), id),
                        names,
                        alternativeNames);
            case ServicePrincipal principal ->
                new ApplicationIndex(
                        applications,
                        without(principals, principal.appId(), id),
                        uris,
                        without(names, principal.servicePrincipalNames(), id),
                        without(alternativeNames, principal.alternativeNames(), id));
            case User _, Group _, AdministrativeUnit _ -> this;
        };
    }

    private static PersistentMap<AppId, ObjectId> without(
            PersistentMap<AppId, ObjectId> index, AppId app, ObjectId id) {
        return id.equals(index.get(app)) ? index.without(app) : index;
    }

    private static PersistentMultimap<String, ObjectId> with(
            PersistentMultimap<String, ObjectId> index, List<String> texts, ObjectId id) {
        var changed = index;
        for (String text : texts) {
            changed = changed.with(Folding.fold(text), id);
        }
        return changed;
    }

    private static PersistentMultimap<String, ObjectId> without(
            PersistentMultimap<String, ObjectId> index, List<String> texts, ObjectId id) {
        var changed = index;
        for (String text : texts) {
            changed = changed.without(Folding.fold(text), id);
        }
        return changed;
    }
}
