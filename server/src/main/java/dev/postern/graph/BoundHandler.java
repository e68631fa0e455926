package dev.postern.graph;

import dev.postern.gate.Caller;
import dev.postern.gate.DirectoryOpening;
import dev.postern.gate.DirectoryReader;
import dev.postern.gate.DirectoryWriter;
import dev.postern.gate.Gate;
import dev.postern.gate.MailboxAccess;
import dev.postern.gate.MailboxOpening;
import dev.postern.gate.SubscriptionOpening;
import dev.postern.gate.SubscriptionReader;
import dev.postern.graph.throttle.Throttle;
import dev.postern.http.Response;
import dev.postern.token.Resource;

/** A handler with the opening that creates its capability. */
sealed interface BoundHandler {
    record ToMailbox<C extends MailboxAccess>(MailboxOpening<C> opening, OperationHandler<? super C> handler)
            implements BoundHandler {
        Response handle(Gate gate, Throttle throttle, Caller caller, GraphRequest request) {
            try (C opened = gate.openMailbox(
                            caller, request.row().operation(), request.keys().getFirst(), opening);
                    Throttle.Permit permit = throttle.enter(asked(caller, opened, request))) {
                try {
                    return handler.handle(opened, request);
                } finally {
                    permit.uploaded(request.undeclared());
                }
            }
        }

        private static Throttle.Asked asked(Caller caller, MailboxAccess opened, GraphRequest request) {
            return new Throttle.Asked(
                    caller.token().tenant(),
                    caller.token().app(),
                    opened.id(),
                    request.declared(),
                    request.has("extensions"));
        }

        Response handleOpened(MailboxAccess opened, GraphRequest request) {
            return handler.handle(opening.capability().cast(opened), request);
        }
    }

    record ToDirectory<C extends DirectoryReader>(DirectoryOpening<C> opening, OperationHandler<? super C> handler)
            implements BoundHandler {
        Response handle(Gate gate, Caller caller, GraphRequest request, String target, WhatIfOption whatIf) {
            try (C opened =
                    gate.openDirectory(caller, Resource.GRAPH, request.row().operation(), target, opening)) {
                if (WhatIfOption.read(request.http().rawQuery()) != WhatIfOption.Asked.NO
                        && opened instanceof DirectoryWriter writer) {
                    return whatIf.response(writer, request, () -> handler.handle(opened, request));
                }
                Response answer = handler.handle(opened, request);
                return opened instanceof DirectoryWriter writer
                        ? WarningHeader.with(answer, writer.widenings())
                        : answer;
            }
        }
    }

    record ToSubscriptions<C extends SubscriptionReader>(
            SubscriptionOpening<C> opening, OperationHandler<? super C> handler) implements BoundHandler {
        Response handle(Gate gate, Caller caller, GraphRequest request, String target) {
            try (C opened = gate.openSubscriptions(caller, request.row().operation(), target, opening)) {
                return handler.handle(opened, request);
            }
        }
    }

    record ToCaller(OperationHandler<Caller> handler) implements BoundHandler {}
}
