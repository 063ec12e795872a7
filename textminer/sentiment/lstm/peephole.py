"""The peephole cell over all time steps, forward and backward, without autograd's bookkeeping per step.

A loop of small tensor operations spends most of its time on building and walking the graph. Here the
forward pass keeps the gates of each step and the backward pass is written out, so that each step is one
matrix product and a few elementwise operations. Shapes: T tokens, B documents, H size of the state.
"""

from typing import Any

import torch
from torch import Tensor

State = tuple[Tensor, Tensor]
"""State and cell state (B, H)."""


def peephole_steps(
    projected: Tensor, U: Tensor, p: Tensor, before: State | None = None
) -> tuple[Tensor, Tensor, Tensor]:
    """Gates (T, B, 4H), and cell states and states (T + 1, B, H) whose first are those before the text."""
    T, B, _ = projected.shape
    H = U.shape[1]
    gates = torch.empty_like(projected)
    cells = projected.new_zeros(T + 1, B, H)
    states = projected.new_zeros(T + 1, B, H)
    if before is not None:
        states[0], cells[0] = before
    p_i, p_f, p_o = p.to(projected.dtype)
    U_T = U.to(projected.dtype).T.contiguous()
    for t in range(T):
        z = torch.addmm(projected[t], states[t], U_T, out=gates[t])
        c = cells[t]
        i, f = z[:, :H], z[:, H : 2 * H]
        g, o = z[:, 2 * H : 3 * H], z[:, 3 * H :]
        i.addcmul_(p_i, c).sigmoid_()
        f.addcmul_(p_f, c).sigmoid_()
        g.tanh_()
        c = torch.mul(f, c, out=cells[t + 1]).addcmul_(i, g)
        o.addcmul_(p_o, c).sigmoid_()
        torch.mul(o, torch.tanh(c), out=states[t + 1])
    return gates, cells, states


class PeepholeSteps(torch.autograd.Function):
    """(T, B, 4H) input projections, (4H, H) recurrent weights, (3, H) peepholes to (T, B, H) states."""

    @staticmethod
    def forward(ctx: Any, projected: Tensor, U: Tensor, p: Tensor) -> Tensor:
        gates, cells, states = peephole_steps(projected, U, p)
        ctx.save_for_backward(gates, cells, states, U.to(projected.dtype), p)
        return states[1:]

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        gates, cells, states, U, p = ctx.saved_tensors
        (d_states,) = grads
        T, B, _ = gates.shape
        H = U.shape[1]
        p_i, p_f, p_o = p.to(gates.dtype)
        d_z = torch.empty_like(gates)
        d_h = gates.new_zeros(B, H)
        d_c = gates.new_zeros(B, H)
        for t in range(T - 1, -1, -1):
            i, f, g, o = gates[t].chunk(4, dim=-1)
            d_i, d_f, d_g, d_o = d_z[t].chunk(4, dim=-1)
            tanh_c = torch.tanh(cells[t + 1])
            d_h = d_h + d_states[t]
            torch.mul(d_h * tanh_c, o * (1 - o), out=d_o)
            d_c = d_c + d_h * o * (1 - tanh_c * tanh_c) + d_o * p_o
            torch.mul(d_c * g, i * (1 - i), out=d_i)
            torch.mul(d_c * cells[t], f * (1 - f), out=d_f)
            torch.mul(d_c * i, 1 - g * g, out=d_g)
            d_c = d_c * f + d_i * p_i + d_f * p_f
            d_h = d_z[t] @ U
        flat = d_z.reshape(T * B, 4 * H)
        d_U = flat.T @ states[:-1].reshape(T * B, H)
        d_p = torch.stack(
            (
                (d_z[..., :H] * cells[:-1]).sum((0, 1)),
                (d_z[..., H : 2 * H] * cells[:-1]).sum((0, 1)),
                (d_z[..., 3 * H :] * cells[1:]).sum((0, 1)),
            )
        )
        return d_z, d_U, d_p
